"""What breaks in a history, and what is mended: nobody tells the bot, but where it asks."""

from typing import Final

from bot.services.ports import Standing
from tests.simulation.begun import EVERYBODY, GUILDS
from tests.simulation.town import Town

_ASKS: Final = 0.7
"""How likely it is the channel for asks that is closed to the bot."""
_MENDED: Final = 0.35
"""How likely something is whole again after one move more."""


def come_or_go(town: Town) -> None:
    """Somebody leaves the server, or comes back; nobody is told."""
    who = town.moves.choice(EVERYBODY)
    guild = town.somewhere(who)
    here = town.discord.standing(guild, who) is Standing.HERE
    town.discord.standings[guild, who] = Standing.GONE if here else Standing.HERE
    town.left.add(who)
    town.note(f"{who} {'leaves' if here else 'is back'}")


def close_or_open(town: Town) -> None:
    """Somebody takes no direct messages, or takes them again."""
    who = town.moves.choice(EVERYBODY)
    town.discord.closed ^= {who}
    town.ledger.closed.setdefault(who, town.clock.now())
    town.note(f"{who} {'closes' if who in town.discord.closed else 'opens'} direct messages")


def permit_or_not(town: Town) -> None:
    """The bot may not write in one of its channels, or may again."""
    asks, staff = town.moves.choice(list(GUILDS.values()))
    mostly = asks if town.moves.random() < _ASKS else staff
    town.discord.no_permission = set() if town.discord.no_permission else {mostly}
    town.note(f"no permission in {len(town.discord.no_permission)}")


def delete_post(town: Town) -> None:
    """Somebody deletes a post of the bot."""
    asks, _ = town.moves.choice(list(GUILDS.values()))
    posts = list(town.discord.standing_in(asks))
    if posts:
        post = town.moves.choice(posts)
        post.gone = True
        town.note(f"a post is deleted: {post.notice.kind}")


def cut_off_or_resume(town: Town) -> None:
    """The gateway's connection is lost, or there again."""
    if town.life is None:
        return
    cut = town.discord.hears is not None
    town.note("the gateway is cut off" if cut else "the gateway is back")
    (town.life.cut_off if cut else town.life.resume)()


def go_out_or_be_back(town: Town) -> None:
    """Discord answers nothing any more, or again."""
    town.weather.out = not town.weather.out
    town.note_health()
    town.note("Discord is out" if town.weather.out else "Discord is back")


def kill(town: Town) -> None:
    """The machine fails."""
    town.kill()


def mend(town: Town) -> None:
    """Much of what broke is mended soon."""
    if town.weather.out and town.moves.random() < _MENDED:
        go_out_or_be_back(town)
    if town.discord.hears is None and town.moves.random() < _MENDED:
        cut_off_or_resume(town)
    if town.discord.no_permission and town.moves.random() < _MENDED:
        permit_or_not(town)
