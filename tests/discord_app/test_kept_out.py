"""Whoever moderators keep out reaches nobody there, by whatever there is to run, press or fill in.

Whole by construction: every command, button and form that the router knows is tried, with every
token that stands anywhere in the database, by somebody who asked, talks, listens, suggested and has
a goal. What may still reach others is named here.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import product

from bot.discord_app.interactions.handlers import Handler, UserAction
from bot.discord_app.rendering.reply import Reply
from bot.domain.errors import NotAllowed
from bot.domain.guilds import Feature
from bot.domain.moderation import ActionKind
from bot.domain.notices import NoticeKind
from bot.gallery.noting import NotingPrompts
from bot.gallery.play import Player, Story
from bot.gallery.showing import Gallery
from bot.gallery.shown import ReadBy
from bot.gallery.stories import asking, suggesting, talking
from bot.gallery.world import Rooms, furnished
from bot.services.listeners import duty
from bot.services.moderation import actions, numbers
from bot.services.ports import Outgoing
from bot.storage.connection import Connection
from tests.prepared import shipped

REACHES = {"report_send", "answer_moderators", "tell_who_now"}
"""A report about a conversation that they were in, an appeal, and who they are, told to moderators
alone: whoever is kept out can still say that they need them."""
MAY_END = {"not_okay", "end_now"}
"""Ending what is theirs, and reporting with that."""
ENDS = ("erase_all_now", "not_okay", "end_now", "block_now", "cancel", "withdraw_suggestion")
"""What takes something away that others could be tried with: they come last."""
NO_BUTTONS = {
    *("outbox", "passed_on", "waiting", "ask", "conversation"),
    *("bot_message", "said_in", "said_about"),
}
"""Tables whose tokens stand on nothing that is pressed, or as well in another one."""
TOKEN = re.compile(r"[\w-]{22}")
FILLED: Mapping[str, str | list[str]] = {
    "words": "Please write to me.",
    "tell": "yes",
    "theme": ["growth"],
    "every": "1",
    "at": "9:00",
    "zone": "UTC",
}


async def somebody(story: Story) -> Player:
    """With an unfinished ask, a conversation that ended and one that goes on, suggestions, a goal
    for which a partner is looked for, and an offer as a listener."""
    me = await story.person(ReadBy.ASKER)
    await _talks(story, me)
    await _suggests(story, me)
    await _listens(story, me)
    await story.rooms.pass_time()
    return me


async def _talks(story: Story, me: Player) -> None:
    await asking.written(story, me)
    _, listener, opening, _ = await talking.talk(story, me)
    await me.write("Hello.")
    await me.press(await me.press(opening, "end"), "end_now")
    await duty.leave(story.ctx, listener.member)
    await talking.talk(story, me)


async def _suggests(story: Story, me: Player) -> None:
    other, moderator = await story.person(ReadBy.MEMBER), await story.person(ReadBy.MODERATOR)
    for number, one in enumerate((me, other)):
        await suggesting.send(story, one, f"One small step, {number}.")
        waiting = await moderator.press(await moderator.run("moderate"), "suggestions")
        await moderator.press(waiting, "take_suggestion")
    draft = await suggesting.form_of(me)
    await me.fill(draft, **suggesting.answers(story, "Another step."))


async def _listens(story: Story, me: Player) -> None:
    form = await me.press(await me.run("goal"), "set_goal")
    goal = await me.fill(form, words="Walk.", every="1", at="9:00", zone="UTC")
    await me.press(goal, "find_partner")
    await duty.join(story.ctx, me.member)
    await duty.set_duty(story.ctx, me.member, asking.HOUR)
    seeker = await story.person(ReadBy.ASKER)
    await seeker.press(await asking.written(story, seeker), "post")


async def ban(story: Story, me: Player) -> None:
    """By a moderator, who acts on a number."""
    moderator = await story.person(ReadBy.MODERATOR)
    number = await story.ctx.store.transaction(
        lambda tables: numbers.know_asker(story.ctx, tables, me.member)
    )
    await actions.act(story.ctx, moderator.member, number, ActionKind.BAN, "Because of that.")
    await story.rooms.pass_time()


async def _found(sql: Connection) -> list[str]:
    named = await sql.fetch_all("SELECT name FROM sqlite_master WHERE type = 'table'")
    tables = [row for row in named if row["name"] not in NO_BUTTONS]
    rows = [row for (name,) in tables for row in await sql.fetch_all(f"SELECT * FROM {name}")]  # noqa: S608
    words = {part for row in rows for one in row if isinstance(one, str) for part in one.split(":")}
    return sorted(one for one in words if TOKEN.fullmatch(one))


async def _texts(sql: Connection) -> list[str]:
    return [row[0] for row in await sql.fetch_all("SELECT text_id FROM suggestion")]


def others_see(rooms: Rooms, me: Player) -> dict[int, Outgoing]:
    """All that stands anywhere but in their own direct messages."""
    stands = rooms.messenger._stands.items()
    return {key: one for key, one in stands if int(one.channel) != me.user}


async def reached(
    rooms: Rooms, me: Player, handler: Handler, presses: Sequence[UserAction]
) -> bool:
    """Whether anybody else sees anything of it."""
    before = others_see(rooms, me)
    for press in presses:
        try:
            shown = await handler.work(press)
        except NotAllowed:
            break  # for moderators or managers, whatever the token
        except Exception:  # noqa: BLE001, S112 - every refusal is as good
            continue
        if isinstance(shown, Reply):
            for follows in filter(None, (shown.once_shown, shown.afterwards)):
                await follows()
    await rooms.delivery.drain()
    return others_see(rooms, me) != before


async def walk(rooms: Rooms, story: Story, me: Player) -> set[str]:
    """By which commands, buttons and forms they reach anybody."""
    look = rooms.ctx.store._database.read
    tokens, texts = await look(_found), await look(_texts)
    router = rooms.router
    every = [*router.commands.items(), *router.buttons.items(), *router.forms.items()]
    found = set[str]()
    for name, handler in sorted(every, key=lambda one: (one[0] in ENDS, one[0] not in REACHES)):
        which = texts if name in {"report_text", "keep"} else [""]
        presses = [
            UserAction(me.user, story.guild, False, token, 0, text, FILLED, me.roles, 9)
            for token, text in product(tokens, which)
        ]
        if await reached(rooms, me, handler, presses):
            found.add(name)
    return found


async def test_nobody_is_reached_by_whoever_is_banned() -> None:
    """But for what a ban never covers."""
    async with furnished(NotingPrompts.of(shipped()), "en") as rooms:
        story = Story(rooms, Gallery("en", rooms.clock.now), "kept_out")
        await story.set_up(*set(Feature) - {Feature.APPROVE_ASKS, Feature.APPROVE_LISTENERS})
        me = await somebody(story)
        await ban(story, me)
        await me.press(await me.got(NoticeKind.ASK_ACCEPTED), "report")
        assert REACHES <= await walk(rooms, story, me) <= REACHES | MAY_END
        before = others_see(rooms, me)
        await me.write("Please write to me.")
        assert others_see(rooms, me) == before
