"""The permissions of the invitation are enough for the whole of it, and each of them is needed."""

from pathlib import Path

from bot.config import Settings
from bot.discord_app import permissions
from bot.domain.asks import OwnWords
from bot.domain.ids import ChannelId, GuildId
from bot.domain.notices import Notice, NoticeKind
from bot.local_discord.permissions import EVERYONE, Permissions
from bot.services.ports import Outgoing, SentMessage, Undelivered
from tests.fakes import START
from tests.journeys.stage import Stage, staged

LOST_WITHOUT = {
    "view_channel": {"panel", "words", "found", "thread", "in the thread"},
    "send_messages": {"panel", "words"},
    "embed_links": {"words"},
    "read_message_history": {"found"},
    "create_public_threads": {"thread"},
    "send_messages_in_threads": {"in the thread"},
}
"""What no longer works: posting the panel; showing an asker's words apart from the bot's; finding
what was posted before it was cut off, so that it is not posted twice; letting a thread begin below
an open ask, and writing there."""


def may_only(stage: Stage, names: tuple[str, ...]) -> None:
    """The bot has these permissions from its own role, and none from anywhere else."""
    stage.guild.set_bot_permissions(sum(Permissions[one.upper()] for one in names))


def nothing_by_default(stage: Stage) -> None:
    """Members have what they may do from a role of theirs, and no channel gives the bot more."""
    members = stage.guild.add_role("Members", EVERYONE)
    for person in (stage.asker, stage.listener, stage.other):
        stage.guild.set_roles(person, [members])
    stage.guild.set_permissions(stage.guild.everyone, Permissions.NONE)
    for channel in (stage.asks, stage.staff, stage.entrance):
        channel.overwrites.clear()


async def lost(stage: Stage, posted: SentMessage) -> set[str]:
    """What the bot cannot do in the channel for asks."""
    messenger, place = stage.bot.desk.ctx.messenger, ChannelId(stage.asks.id)
    panel = Notice(NoticeKind.PANEL, GuildId(stage.guild.id), place)
    words = Notice(
        NoticeKind.ASK_IN_CHANNEL,
        GuildId(stage.guild.id),
        place,
        token="t" * 22,
        text=OwnWords("x"),
    )
    missing = set()
    for name, notice in (("panel", panel), ("words", words)):
        try:
            await messenger.create(Outgoing(notice, name + "n" * 10, place, "en"))
        except Undelivered:
            missing.add(name)
    try:
        found = await messenger.find(Outgoing(panel, "n", place, "en", START))
    except Undelivered:
        found = []
    return missing | await lost_below(stage, posted) | (set() if posted in found else {"found"})


async def lost_below(stage: Stage, posted: SentMessage) -> set[str]:
    """What it cannot do in the thread below a post there."""
    messenger, guild = stage.bot.desk.ctx.messenger, GuildId(stage.guild.id)
    begins = Notice(NoticeKind.THREAD_BEGINS, guild, posted.channel)
    thread = ChannelId(posted.message)  # it has the id of its post
    rules = Notice(NoticeKind.THREAD_RULES, guild, thread, token="t" * 22)
    missing = set[str]()
    try:
        await messenger.begin_thread(Outgoing(begins, "begins", posted.channel, "en"), posted)
    except Undelivered:
        missing.add("thread")
    try:
        await messenger.create(Outgoing(rules, "rules" + "n" * 10, thread, "en"))
    except Undelivered:
        missing.add("in the thread")
    return missing


async def test_the_invitation_is_enough_and_not_too_much(tmp_path: Path) -> None:
    """Set up, asked, heard, talked and ended with exactly these; then without each."""
    settings = Settings.model_validate({"small_servers": {"listeners_below": 0}})
    async with staged(tmp_path, settings) as stage:
        nothing_by_default(stage)
        may_only(stage, permissions.ALL)
        shown = await stage.set_up(open_asks=True)
        off = (stage.words(f"setup.permission.{name}") for name in permissions.ALL)
        assert not [name for name in off if f"**{name}**" in shown.text]
        await stage.join(stage.listener)
        await stage.ask("My week was too much.")
        await stage.accept()
        await stage.listener.wait_for(stage.listener.dm, "My week was too much.")
        await stage.asker.send(stage.asker.dm, "Thank you for coming.")
        await stage.listener.wait_for(stage.listener.dm, "Thank you for coming.")
        await stage.end(stage.asker)
        place = ChannelId(stage.asks.id)
        panel = Notice(NoticeKind.PANEL, GuildId(stage.guild.id), place)
        outgoing = Outgoing(panel, "before it was cut off", place, "en")
        posted = await stage.bot.desk.ctx.messenger.create(outgoing)
        assert await lost(stage, posted) == set()
        for name in permissions.ALL:
            may_only(stage, tuple(one for one in permissions.ALL if one != name))
            assert await lost(stage, posted) == LOST_WITHOUT[name], name
        may_only(stage, permissions.ALL)
