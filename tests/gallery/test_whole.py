"""Nothing that the bot says is missing in the gallery."""

import asyncio
import re
from collections import Counter

import pytest

from bot.discord_app.interactions.router import InteractionRouter
from bot.domain.notices import NoticeKind
from bot.gallery import Surface, made
from bot.gallery.errors import every_error
from bot.gallery.noting import NotingPrompts
from bot.gallery.world import furnished
from tests.gallery.shown import everything, forms, in_language
from tests.prepared import shipped

pytestmark = pytest.mark.xdist_group("gallery")

NOT_SHOWN = {
    "the topics of channels that it makes": r"setup\.made\.\w+\.about",
    "what stands beside the bot's name in the list of members": r"repairing\.status",
}
"""What is no message, answer, form or command, and where Discord shows it instead."""


def languages() -> tuple[str, ...]:
    """Those that exist."""
    return shipped().languages


def test_every_kind_of_notice_is_shown() -> None:
    """In each language; a new one needs a row in bot/gallery/notices.py."""
    for language in languages():
        kinds = {one.split(".")[1] for one in in_language(language) if one.startswith("notice.")}
        assert kinds == set(NoticeKind)


def test_every_error_is_shown() -> None:
    """By its words: of a new one its values may have to be said in bot/gallery/errors.py."""
    shown = {key for one in everything() for key in one.keys}
    assert not [kind for kind in every_error() if kind.prompt not in shown]


def test_every_sentence_is_read_somewhere() -> None:
    """In each language. A new one needs a story in which somebody comes to read it."""
    for language in languages():
        read = {key for one in in_language(language).values() for key in one.keys}
        missing = [key for key in shipped().keys(language) if key not in read]
        elsewhere = [re.compile(one) for one in NOT_SHOWN.values()]
        assert not [key for key in missing if not any(p.fullmatch(key) for p in elsewhere)]


async def _router() -> InteractionRouter:
    noting = NotingPrompts.of(shipped())
    async with furnished(noting, noting.default) as rooms:
        return rooms.router


def test_the_answer_to_every_command_button_and_form_is_shown() -> None:
    """A new one needs a story in which somebody uses it. Each form is looked at as well."""
    router = asyncio.run(_router())
    used = {one.by for one in everything()}
    offered = {
        *(f"/{name}" for name in router.commands),
        *(f"button {name}" for name in router.buttons),
        *(f"form {name}" for name in router.forms),
    }
    assert not offered - used
    opened = {one.payload["custom_id"].split(":")[1] for one in forms()}
    assert {name.split(".")[0] for name in opened} == set(router.forms)


def test_each_case_stands_once_in_each_language() -> None:
    """With the same id, reader and surface."""
    first, *others = (
        [(one.id, one.reader, one.surface) for one in in_language(language).values()]
        for language in languages()
    )
    assert Counter(one.id for one in everything()).most_common(1)[0][1] == len(languages())
    assert all(first == one for one in others)
    assert {one.partition(".")[0] for one, *_ in first} >= {*made.CHAPTERS, "notice", "error"}


def test_every_place_where_something_stands_is_shown() -> None:
    """Messages, answers, forms and commands."""
    assert {one.surface for one in everything()} == set(Surface)
