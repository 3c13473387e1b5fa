"""Makes the gallery: the notices, the errors, the forms and commands, and the stories."""

from collections.abc import Awaitable, Callable, Mapping

from bot import garbage
from bot.domain.guilds import Feature, GuildChoices
from bot.domain.ids import ChannelId, RoleId
from bot.gallery.commands import show_commands
from bot.gallery.errors import show_errors
from bot.gallery.notices import REFLECTS, notice_cases
from bot.gallery.noting import NotingPrompts
from bot.gallery.play import Story
from bot.gallery.showing import Gallery, Showing
from bot.gallery.shown import Shown, Surface
from bot.gallery.stories import (
    acting,
    afterwards,
    ages,
    asking,
    community,
    goals,
    handing_over,
    help_and_privacy,
    in_their_morning,
    inside,
    kept,
    kind_words,
    listening,
    making_channels,
    moderating,
    open_asks,
    question_before_accepting,
    rarely,
    reporting,
    setting_up,
    suggesting,
    talking,
)
from bot.gallery.world import Rooms, furnished
from bot.prompts import Prompts

CHAPTERS: Mapping[str, tuple[Callable[[Story], Awaitable[None]], ...]] = {
    "ask": (*asking.STORIES, *rarely.OF_ASKING),
    "open_ask": open_asks.STORIES,
    "first_question": question_before_accepting.STORIES,
    "listen": (*listening.STORIES, *rarely.OF_LISTENING),
    "morning": in_their_morning.STORIES,
    "talk": (*talking.STORIES, *handing_over.STORIES, *inside.STORIES),
    "after": (*afterwards.STORIES, *rarely.OF_BLOCKING),
    "encourage": kind_words.STORIES,
    "suggest": suggesting.STORIES,
    "help": (*help_and_privacy.STORIES, *rarely.OF_PRIVACY, kept.all_there_is),
    "goal": goals.STORIES,
    "age": ages.STORIES,
    "community": community.STORIES,
    "report": reporting.STORIES,
    "moderate": (*moderating.STORIES, *acting.STORIES, *rarely.OF_MODERATING),
    "setup": (*setting_up.STORIES, *making_channels.STORIES),
}
"""The stories by the chapter that they stand in."""


async def gallery(prompts: Prompts) -> tuple[Shown, ...]:
    """All of it, language by language. Takes about half a minute of processor time, and no file."""
    noting = NotingPrompts.of(prompts)
    with garbage.none_made():
        return tuple(
            [case for language in prompts.languages for case in await _in(noting, language)]
        )


async def _in(prompts: NotingPrompts, language: str) -> list[Shown]:
    async with furnished(prompts, language) as rooms:
        shown = Gallery(language, rooms.clock.now)
        _notices(rooms, shown)
        await show_errors(rooms, shown)
        shown.cases.append(await show_commands(rooms))
        for chapter in sorted(CHAPTERS, key=_when_played):
            for story in CHAPTERS[chapter]:
                await story(Story(rooms, shown, chapter))
    places = ["commands", *CHAPTERS, "notice", "error"]
    return sorted(shown.cases, key=lambda case: places.index(case.id.partition(".")[0]))


def _when_played(chapter: str) -> int:
    """Those first in which days pass: in the others something is left open for ever, and each of
    these would be looked after again every day."""
    days_pass = ("encourage", "suggest", "goal", "moderate", "talk")
    return days_pass.index(chapter) if chapter in days_pass else len(days_pass)


def _notices(rooms: Rooms, shown: Gallery) -> None:
    on = frozenset({Feature.REFLECTION})
    rooms.ctx.guilds.remember(
        GuildChoices(REFLECTS, ChannelId(1), ChannelId(2), RoleId(3), open_asks=False, features=on)
    )
    for case in notice_cases(shown.own):
        rooms.prompts.taken()
        reply = rooms.renderer.reply(case.notice)
        taken = rooms.prompts.taken()
        place = case.notice.guild_id
        seen = Showing(reply, Surface.MESSAGE, place, case.reader, taken, case.silent)
        shown.keep(case.id, seen)
