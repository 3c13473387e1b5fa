"""A note for oneself: only where it is on, only the owner's, and kept until they erase it."""

from secrets import randbits

import pytest

from bot.domain.aftercare import NOTES_AT_MOST
from bot.domain.errors import NotSwitchedOn, OutOfDate
from bot.domain.form_errors import NoWords, TooManyWords
from bot.domain.guilds import Feature
from bot.domain.ids import MessageId, ReflectionId, UserId
from bot.domain.limit_errors import NotesFull
from bot.services.aftercare import reflections
from bot.services.conversations import overview
from tests import server_setup
from tests.services.scene import ASKER, DAY, GUILD, LISTENER, OTHER, STRANGER, Scene

WEEK = 7 * DAY


@pytest.fixture
async def scene(still_scene: Scene) -> Scene:
    """Where notes are switched on."""
    await server_setup.switch_on(still_scene.ctx, GUILD, [Feature.REFLECTION])
    return still_scene


def opened() -> MessageId:
    """The number of a form that was opened just now."""
    return MessageId(randbits(63))


async def over(scene: Scene) -> str:
    """A conversation that ended; the token below the asker's notice of it."""
    await scene.talk()
    await scene.end(LISTENER)
    return scene.after_button(ASKER)


async def notes(scene: Scene, user: UserId = ASKER) -> list[str]:
    """All notes of somebody, as they are shown one after the other."""
    read, page = list[str](), await reflections.read(scene.ctx, user)
    while page is not None:
        read.append(page.note.words)
        assert page.number == len(read)
        page = await reflections.read(scene.ctx, user, page.next) if page.next else None
    return read


async def test_a_note_is_read_by_its_owner_only(scene: Scene) -> None:
    """Nobody else finds it, even with its id."""
    token = await over(scene)
    await reflections.must_have_room(scene.ctx, ASKER, token)
    await reflections.write(scene.ctx, ASKER, token, opened(), "I could say it aloud.")
    assert await notes(scene) == ["I could say it aloud."]
    page = await reflections.read(scene.ctx, ASKER)
    assert page is not None
    for other in (LISTENER, OTHER, STRANGER):
        assert await reflections.read(scene.ctx, other, page.note.id) is None
        await reflections.erase(scene.ctx, other, page.note.id)
    assert await notes(scene) == ["I could say it aloud."]


async def test_the_newest_is_shown_first(scene: Scene) -> None:
    """One at a time, with how many there are."""
    token = await over(scene)
    for number in range(3):
        await reflections.write(scene.ctx, ASKER, token, opened(), f"note {number}")
    assert await notes(scene) == ["note 2", "note 1", "note 0"]
    mine = await overview.get_overview(scene.ctx, ASKER, None)
    assert mine.notes == 3


async def test_erasing_shows_what_follows(scene: Scene) -> None:
    """Twice erases nothing more; after the last there is none."""
    token = await over(scene)
    for number in range(3):
        await reflections.write(scene.ctx, ASKER, token, opened(), f"note {number}")
    first = await reflections.read(scene.ctx, ASKER)
    assert first is not None
    page = await reflections.read(scene.ctx, ASKER, first.next)
    assert page is not None
    page = await reflections.erase(scene.ctx, ASKER, page.note.id)
    assert page is not None
    assert page.note.words == "note 0"
    for _ in range(2):
        page = await reflections.erase(scene.ctx, ASKER, first.note.id)
        assert page is not None
        assert page.note.words == "note 0"
    assert await reflections.erase(scene.ctx, ASKER, page.note.id) is None
    assert await scene.count("reflection") == 0
    assert await reflections.erase(scene.ctx, ASKER, ReflectionId("unknown")) is None


@pytest.mark.parametrize("typed", ["", "  \n ", "\u200b\u200c", "\u202e"])
async def test_a_note_without_words_is_none(scene: Scene, typed: str) -> None:
    """Nothing is kept."""
    with pytest.raises(NoWords):
        await reflections.write(scene.ctx, ASKER, await over(scene), opened(), typed)
    assert await notes(scene) == []


async def test_what_was_typed_is_cleaned_and_must_fit(scene: Scene) -> None:
    """1500 characters, and nothing that turns the words round."""
    token = await over(scene)
    await reflections.write(scene.ctx, ASKER, token, opened(), "\u202e" + "x" * 1500)
    assert await notes(scene) == ["x" * 1500]
    with pytest.raises(TooManyWords):
        await reflections.write(scene.ctx, ASKER, token, opened(), "x" * 1501)


async def test_only_so_many_are_kept(scene: Scene) -> None:
    """The words say so before anything is written; erasing one makes room."""
    token = await over(scene)
    for number in range(NOTES_AT_MOST):
        await reflections.write(scene.ctx, ASKER, token, opened(), f"note {number}")
    with pytest.raises(NotesFull):
        await reflections.must_have_room(scene.ctx, ASKER, token)
    with pytest.raises(NotesFull):
        await reflections.write(scene.ctx, ASKER, token, opened(), "one more")
    page = await reflections.read(scene.ctx, ASKER)
    assert page is not None
    await reflections.erase(scene.ctx, ASKER, page.note.id)
    await reflections.write(scene.ctx, ASKER, token, opened(), "one more")


@pytest.mark.parametrize("who", [LISTENER, OTHER, STRANGER])
async def test_it_is_the_askers_alone(scene: Scene, who: UserId) -> None:
    """Anybody else's press is out of date."""
    for token in (await over(scene), scene.after_button(LISTENER), "unknown"):
        with pytest.raises(OutOfDate):
            await reflections.must_have_room(scene.ctx, who, token)
        with pytest.raises(OutOfDate):
            await reflections.write(scene.ctx, who, token, opened(), "note")


async def test_a_server_that_switches_it_off_takes_nothing_away(scene: Scene) -> None:
    """What was written stays its owner's; nothing new is written."""
    token = await over(scene)
    await reflections.write(scene.ctx, ASKER, token, opened(), "note")
    await server_setup.switch_on(scene.ctx, GUILD, [])
    await scene.restart()
    with pytest.raises(NotSwitchedOn):
        await reflections.must_have_room(scene.ctx, ASKER, token)
    with pytest.raises(NotSwitchedOn):
        await reflections.write(scene.ctx, ASKER, token, opened(), "another")
    assert await notes(scene) == ["note"]


async def test_notes_outlive_everything_but_their_owners_will(scene: Scene) -> None:
    """A year later they are there, with nothing else of the asker; erased, nobody is left."""
    token = await over(scene)
    await reflections.write(scene.ctx, ASKER, token, opened(), "note")
    await scene.pass_time(365 * DAY)
    with pytest.raises(OutOfDate):
        await reflections.must_have_room(scene.ctx, ASKER, token)
    assert await notes(scene) == ["note"]
    tag = scene.store.person(ASKER)
    assert await scene.rows("SELECT 1 FROM person WHERE person_tag = ?", tag) == [(1,)]
    page = await reflections.read(scene.ctx, ASKER)
    assert page is not None
    await reflections.erase(scene.ctx, ASKER, page.note.id)
    await scene.pass_time(DAY)
    assert await scene.rows("SELECT 1 FROM person WHERE person_tag = ?", tag) == []


async def test_a_form_sent_again_says_what_its_note_is_now(scene: Scene) -> None:
    """Also where as many notes are kept as fit: it is none of the others, and no further one."""
    token, form = await over(scene), opened()
    for number in range(NOTES_AT_MOST - 1):
        await reflections.write(scene.ctx, ASKER, token, opened(), f"note {number}")
    for words in ("The lake.", "The lake, at dawn."):
        await reflections.write(scene.ctx, ASKER, token, form, words)
    assert (await notes(scene))[:2] == ["The lake, at dawn.", f"note {NOTES_AT_MOST - 2}"]
    assert len(await notes(scene)) == NOTES_AT_MOST
