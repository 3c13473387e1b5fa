"""Three in one talk: what each may report, what each reads inside the server, and what it costs."""

from bot.domain.ids import MessageId
from bot.domain.notices import NoticeKind
from bot.domain.personal_data import DataKind
from bot.domain.reads_where import ReadsWhere
from bot.domain.reports import ReportedAs
from bot.services.conversations import overview, read_here, write_form
from bot.services.conversations.write_form import PassedOn
from bot.services.moderation import reporting
from bot.services.moderation.reported import SeenMessage
from bot.services.privacy import overview as privacy_overview
from bot.storage.connection import Connection
from bot.storage.sqlite import connection as sqlite
from tests.engines import only_on_sqlite
from tests.services.conversations.test_second_listener import (
    _copy_of,
    newest,
    room,
    token,
    write,
)
from tests.services.scene import ASKER, GUILD, LISTENER, OTHER, Scene

__all__ = ["room"]

JOINED, SOMEBODY = NoticeKind.YOU_JOINED, NoticeKind.SOMEBODY_JOINED


async def test_whoever_joined_reports_the_asker_without_what_was_before(room: Scene) -> None:
    """Only what they read themselves: neither the ask nor the other listener's words."""
    await write(room, ASKER, "To both.")
    await write(room, LISTENER, "From the first.")
    draft = await reporting.from_button(room.ctx, OTHER, None, token(room, OTHER, JOINED))
    assert draft.report.subject.about is ReportedAs.ASKER
    assert [one.words for _, one in draft.offered] == ["To both."]


async def test_a_listener_reports_what_the_other_listener_wrote(room: Scene) -> None:
    """By the message itself; what goes along is what they read of it, and nothing that only the
    asker did."""
    await write(room, LISTENER, "Pull yourself together.")
    await write(room, ASKER, "Please.")
    seen = SeenMessage(
        MessageId(_copy_of(room, OTHER, "Pull yourself together.")),
        "**Somebody**\n> Pull yourself together.",
        ours=True,
    )
    draft = await reporting.from_message(room.ctx, OTHER, None, seen)
    assert draft.report.subject.about is ReportedAs.LISTENER
    assert {one.words for _, one in draft.offered} == {"Pull yourself together."}
    await reporting.send(room.ctx, OTHER, draft.report.id)
    (known,) = await room.rows("SELECT listens, private_number FROM known_number")
    assert known == (1, room.store.listener_number(GUILD, LISTENER))


async def test_the_asker_reports_one_of_two_listeners(room: Scene) -> None:
    """With the words of that one alone."""
    await write(room, LISTENER, "From the first.")
    await write(room, OTHER, "From the second.")
    draft = await reporting.from_button(room.ctx, ASKER, None, token(room, ASKER, SOMEBODY))
    assert [one.words for _, one in draft.offered] == ["From the second."]


async def test_an_asker_reads_both_inside_the_server_as_one(room: Scene) -> None:
    """In the order in which they came, whichever button they press; what they write there goes to
    both."""
    person = room.store.person(ASKER)
    await room.store.transaction(
        lambda tables: tables.people.set_reads_where(person, ReadsWhere.CHOSEN)
    )
    await write(room, OTHER, "From the second.")
    await write(room, LISTENER, "From the first.")
    here = await read_here.open_here(room.ctx, ASKER, token(room, ASKER, SOMEBODY))
    read = [one.notice.text.words for one in here.new if one.notice.text is not None]
    assert read == ["From the second.", "From the first."]
    assert " + " in here.alias
    await overview.have_seen(room.ctx, ASKER, [one.id for one in here.new])
    for button in (token(room, ASKER, SOMEBODY), room.end_button(ASKER)):
        again = await read_here.open_here(room.ctx, ASKER, button)
        assert [one.text.words for one in again.read if one.text is not None] == read
        assert len({one.alias for one in again.read}) == 2
    passed = await write_form.write(
        room.ctx, ASKER, token(room, ASKER, SOMEBODY), 7_000_001, "From a form."
    )
    assert isinstance(passed, PassedOn)
    await room.deliver()
    assert newest(room, LISTENER)[-1] == newest(room, OTHER)[-1] == "From a form."


async def test_whoever_joined_reads_inside_the_server_too(room: Scene) -> None:
    """What both others wrote, under their names."""
    person = room.store.person(OTHER)
    await room.store.transaction(
        lambda tables: tables.people.set_reads_where(person, ReadsWhere.CHOSEN)
    )
    await write(room, ASKER, "One.")
    await write(room, LISTENER, "Two.")
    here = await read_here.open_here(room.ctx, OTHER, token(room, OTHER, JOINED))
    assert [(one.notice.text and one.notice.text.words) for one in here.new] == ["One.", "Two."]
    names = [one.notice.alias for one in here.new]
    assert len(set(names)) == 2
    assert newest(room, OTHER) == []
    await overview.have_seen(room.ctx, OTHER, [one.id for one in here.new])
    again = await read_here.open_here(room.ctx, OTHER, token(room, OTHER, JOINED))
    assert [one.alias for one in again.read] == names
    kept = await privacy_overview.everything_of(room.ctx, OTHER)
    read = [one.facts for one in kept if one.kind is DataKind.READ_HERE]
    assert {(one["their_alias"], one["words"]) for one in read} == {
        (names[0], "One."),
        (names[1], "Two."),
    }


@only_on_sqlite("it listens in on the statements, which are the same")
async def test_words_between_two_ask_nothing_about_rooms(still_scene: Scene) -> None:
    """Where nobody ever joined, a word costs no statement more."""
    scene = still_scene
    await scene.talk()
    said = list[str]()

    async def listen_in(on: Connection) -> None:
        assert isinstance(on, sqlite.SqliteConnection)
        on._live().set_trace_callback(said.append)

    await scene.store._database.transaction(listen_in)
    await write(scene, ASKER, "A word.")
    await write(scene, LISTENER, "Another.")
    assert len(said) > 20
    assert not [sql for sql in said if "room =" in sql or "further_tag =" in sql]
    assert scene.words_to(LISTENER) == ["A word."]
