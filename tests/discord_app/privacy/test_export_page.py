"""The words for everything that may be kept, in every language."""

from collections.abc import AsyncIterator, Sequence
from enum import StrEnum
from html import escape
from pathlib import Path

import pytest

from bot.config import Settings
from bot.discord_app.privacy.export_page import ExportPage
from bot.discord_app.privacy.kept import ROOM, KeptLines
from bot.discord_app.rendering.words import Words
from bot.domain.asks import AskKind, AskState
from bot.domain.community import What
from bot.domain.conversations import Side
from bot.domain.goals import Answer
from bot.domain.ids import GuildId
from bot.domain.listening import Heavy
from bot.domain.names import Name
from bot.domain.offers import OfferState
from bot.domain.personal_data import DataKind, PersonalData
from bot.domain.schedules import Scheduled, ScheduleState
from bot.domain.text import length
from bot.services.privacy import overview
from bot.services.server_choices import ServerChoices
from tests.fakes import FixedClock, SeededRandomness
from tests.prepared import shipped
from tests.services.privacy.full_life import MINE, live
from tests.services.scene import ASKER, LISTENER, OTHER, Scene, playing

VALUES: tuple[type[StrEnum], ...] = (
    *(AskState, AskKind, Side, Answer, Scheduled, ScheduleState, Heavy, OfferState, What),
)


@pytest.fixture
async def full(tmp_path: Path) -> AsyncIterator[Scene]:
    """The asker has everything."""
    async with playing(tmp_path, reminding=False) as scene:
        await scene.join(LISTENER, OTHER)
        await live(scene)
        yield scene


async def everything(scene: Scene) -> Sequence[PersonalData]:
    """All that is stored of the asker."""
    return await overview.everything_of(scene.ctx, ASKER)


def lines_in(language: str) -> tuple[Words, KeptLines]:
    """The words of a language."""
    words = Words(shipped(), language, SeededRandomness())
    return words, KeptLines(
        words, Settings(), lambda guild: Name(f"Server {guild}"), ServerChoices("en")
    )


async def test_everything_has_its_words(full: Scene) -> None:
    """Each kind and each fact, on the page and in the lines; every word of theirs stands there."""
    found = await everything(full)
    assert {one.kind for one in found} == set(DataKind)
    for language in shipped().languages:
        words, lines = lines_in(language)
        page = ExportPage(words, lines).html(found, FixedClock().now())
        for kind in DataKind:
            assert escape(words(f"privacy.kind.{kind}")) in page
        for name in ("ask", "note", "goal", "held", "typed", "draft"):
            assert MINE[name] in page
        assert "privacy." not in page


def test_languages_stand_there_by_their_names() -> None:
    """What somebody reads may have a region, what they speak has none."""
    words, lines = lines_in("pt-BR")
    person = PersonalData(DataKind.SETTINGS, None, {"language": "pt-BR"})
    asked = PersonalData(DataKind.ASK, None, {"ask_language": "pt"})
    comes = PersonalData(DataKind.SCHEDULE, None, {"text_language": "es"})
    page = ExportPage(words, lines).html([person, asked, comes], FixedClock().now())
    for name in ("Português (Brasil)", "Português", "Español"):
        assert f"<dd>{name}</dd>" in page


@pytest.mark.parametrize("language", shipped().languages)
@pytest.mark.parametrize("values", VALUES, ids=lambda values: values.__name__)
def test_every_value_has_its_words(language: str, values: type[StrEnum]) -> None:
    """Also those that a story seldom reaches."""
    words, _ = lines_in(language)
    for value in values:
        assert words(f"privacy.value.{value}")


async def test_however_much_there_is_each_page_fits_into_a_message(full: Scene) -> None:
    """With many servers there are many pages, and none says something twice; each says of which
    server it is, and none ends with a line that has nothing below it."""
    found = list(await everything(full))
    found += [PersonalData(DataKind.SERVER, GuildId(number)) for number in range(9000, 9100)]
    for language in shipped().languages:
        _, lines = lines_in(language)
        pages = lines.pages(found)
        assert len(pages) > 5
        assert all(length(page) <= ROOM for page in pages)
        places = {lines.place(one.guild) for one in found}
        assert all(page.split("\n")[0] in places for page in pages[1:-1])
        assert all(page.split("\n")[-1] not in places for page in pages)
        for number in range(9000, 9100):
            assert sum(page.count(f"Server {number}") for page in pages) == 1
