"""The list of leaks on one story: each number is an assertion on what was captured.

What concerns a feature that does not exist yet is in `test_not_there_yet.py`; other numbers are
marked on the journeys that live them through.
"""

import json
import re
from collections.abc import Iterator

import pytest

from bot.local_discord import Exchange
from tests.leaks import canaries
from tests.leaks.planted import BREACHES
from tests.leaks.plants import LISTENER, NAME, OTHER
from tests.leaks.readers import Readers
from tests.leaks.rules import RULES, broken
from tests.leaks.story import FILES, WORDS_OF_ERROR, Played, numbers_in

pytestmark = pytest.mark.xdist_group("story")

RULED = [pytest.param(number, marks=getattr(pytest.mark, f"l{number}")) for number in RULES]
SIDES = [
    pytest.param(0, NAME, LISTENER, id="asker"),
    pytest.param(1, LISTENER, NAME, id="listener"),
]
PASSED_ON = re.compile(r"\*\*\w+\*\*(?:\n> .*)+")
CODE = re.compile(r"this code helps: (\w{6})\n")


@pytest.mark.parametrize("number", RULED)
def test_it_holds_for_every_request(story: Played, number: int) -> None:
    """And each planted breach of it would be found."""
    assert [where for which, where in broken(story.captured) if which == number] == []
    for plant in BREACHES[number]:
        assert number in {which for which, _ in broken(plant(story.captured))}


@pytest.mark.l10
@pytest.mark.parametrize(("side", "writer", "reader"), SIDES)
def test_nothing_of_a_file_is_anywhere(story: Played, side: int, writer: str, reader: str) -> None:
    """Its name stands with its writer alone; and the bot sends no file."""
    assert FILES[side] in story.seen[writer]
    assert FILES[side] not in story.seen[reader]
    files = story.captured.person(writer).files
    sent = b"\n".join(one.body for one in story.captured.exchanges)
    assert len(files) == 3
    assert [one for one in files if one in sent] == []
    assert b"Content-Disposition" not in sent


def passed_on(story: Played, reader: str, words: str) -> Iterator[Exchange]:
    """The requests that bring somebody these words."""
    readers, who = Readers(story.captured), story.captured.person(reader).id
    for one in story.captured.exchanges:
        if readers.of(one) == who and words.encode() in one.body:
            yield one


@pytest.mark.l11
@pytest.mark.parametrize(("side", "writer", "reader"), SIDES)
def test_no_time_and_no_number_of_the_source_goes_along(
    story: Played, side: int, writer: str, reader: str
) -> None:
    """Words come under a name, quoted, and with nothing else."""
    given = {one for one in story.captured.person(writer).given if one.isdigit()}
    assert given
    assert not given & numbers_in(story.seen[reader])
    brought = list(passed_on(story, reader, f"of side {side}"))
    assert brought
    for one in brought:
        content = json.loads(one.body)["content"]
        assert PASSED_ON.fullmatch(content), content


@pytest.mark.l16
def test_an_error_tells_a_code_and_gives_ones_words_back(story: Played) -> None:
    """The code stands in the log, too, and with nobody else."""
    codes = [CODE.search(text) for text in story.codes]
    assert all(text.endswith(WORDS_OF_ERROR) for text in story.codes)
    for found, person in zip(codes, (NAME, LISTENER), strict=True):
        assert found is not None
        assert f'"{found[1]}"' in story.captured.log
        others = [seen for one, seen in story.seen.items() if one != person]
        assert not [seen for seen in others if found[1] in seen]
    assert "Traceback" not in "".join(story.seen.values())


@pytest.mark.l23
@pytest.mark.parametrize(("side", "writer", "reader"), SIDES)
def test_every_path_was_gone_and_tells_nothing(
    story: Played, side: int, writer: str, reader: str
) -> None:
    """Text, edit, deletion, reply, file, long words, error, closing and time-out."""
    seen, own = story.seen[reader], story.seen[writer]
    assert f"First words of side {side}, changed." in seen
    assert f"An answer of side {side}." in seen
    assert f"Long words of {side}, with a street" in seen
    assert f"Never mind these of side {side}." not in seen
    assert FILES[side] in own
    assert "has ended" in own or "has ended" in seen
    whose = story.captured.person(writer)
    assert canaries.within([seen.encode()], canaries.of(whose)) == []


@pytest.mark.l23
def test_who_is_not_in_it_learns_of_nobody(story: Played) -> None:
    """The other listener and the admin see none of the two who talked first."""
    for person in (NAME, LISTENER):
        wanted = canaries.of(story.captured.person(person))
        for onlooker in (OTHER, "admin.at.the.door"):
            assert canaries.within([story.seen[onlooker].encode()], wanted) == []
            assert "of side" not in story.seen[onlooker]
