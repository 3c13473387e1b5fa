"""Who is let in, what is served, and what a connection may ask."""

import asyncio
import json
import signal
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import ClientSession, ClientWebSocketResponse, WSServerHandshakeError

from bot.demo.page.guard import HEADERS
from bot.demo.page.server import Page, serving
from bot.local_discord import Person
from tests.demo.page.words import PAGE, button
from tests.patience import PATIENCE

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("page")]
Json = dict[str, Any]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def served(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Page]:
    """One page for all of these."""
    async with serving(tmp_path_factory.mktemp("served")) as page:
        yield page


def _origin(page: Page) -> str:
    return page.address.rsplit("/", 2)[0]


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("", {}, 200),
        ("static/app.js", {"Sec-Fetch-Site": "same-origin"}, 200),
        ("static/../../server.py", {}, 404),
        ("static/%2e%2e%2fserver.py", {}, 404),
        ("static/none.js", {}, 404),
        ("files/1/a.png", {}, 404),
        ("files/99999999999999999999/a.png", {}, 404),
        ("", {"Host": "evil.example"}, 421),
        ("", {"Host": "localhost"}, 421),
        ("", {"Origin": "https://evil.example"}, 403),
        ("", {"Origin": "null"}, 403),
        ("", {"Sec-Fetch-Site": "cross-site"}, 403),
        ("gallery.json", {"Sec-Fetch-Site": "same-site"}, 403),
    ],
)
async def test_only_this_page_is_let_in(
    served: Page, path: str, headers: dict[str, str], status: int
) -> None:
    """Each answer has the whole policy, also one that refuses."""
    async with (
        ClientSession() as session,
        session.get(served.address + path, headers=headers) as answer,
    ):
        assert answer.status == status
        assert {name: answer.headers[name] for name in HEADERS} == HEADERS


async def test_without_the_capability_there_is_nothing(served: Page) -> None:
    """A wrong one, none, and one that is not ASCII; and nothing is changed by a POST."""
    origin = _origin(served)
    async with ClientSession() as session:
        for path in ("/", "/x/", "/x/live", served.address[len(origin) :][:-2] + "/", "/ü/"):
            async with session.get(origin + path) as answer:
                assert answer.status == 404, path
        async with session.post(served.address, json={}) as answer:
            assert answer.status == 405


@pytest.mark.parametrize("origin", [None, "null", "https://evil.example"])
async def test_a_connection_needs_its_origin(served: Page, origin: str | None) -> None:
    """One without an Origin is none of this page's."""
    headers = {} if origin is None else {"Origin": origin}
    async with ClientSession() as session:
        with pytest.raises(WSServerHandshakeError) as refused:
            await session.ws_connect(served.address + "live", headers=headers)
        assert refused.value.status == 403


class Asking:
    """A connection as the page has one."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self._socket, self._number = socket, 0
        self.told: list[Json] = []

    async def ask(self, **what: Any) -> Json:
        """Ask, and wait for the answer; what else is told meanwhile is kept."""
        self._number += 1
        await self._socket.send_str(json.dumps({"n": self._number, **what}))
        async with asyncio.timeout(PATIENCE):
            while True:
                told: Json = await self._socket.receive_json()
                if told["t"] == "did" and told["n"] == self._number:
                    return told
                self.told.append(told)


@pytest_asyncio.fixture(loop_scope="module")
async def asking(served: Page) -> AsyncIterator[Asking]:
    """A connection to the page."""
    headers = {"Origin": _origin(served)}
    async with (
        ClientSession() as session,
        session.ws_connect(served.address + "live", headers=headers) as connection,
    ):
        yield Asking(connection)


def _panel(served: Page) -> Json:
    part = served.room.parts["asker"]
    place = next(one for one in part.person.places() if one.name == "welcome")
    message = part.person.sees(place)[0]
    return {
        "who": "asker",
        "channel": str(place.id),
        "message": str(message.id),
        "control": message.buttons[0].custom_id,
    }


@pytest.mark.parametrize(
    "asked",
    [
        {"do": "nothing of the kind", "who": "asker"},
        {"do": "send", "who": "nobody", "channel": "1", "text": "x"},
        {"do": "send", "who": "asker", "channel": "1", "text": "x"},
        {"do": "press", "who": "asker", "message": "1", "control": "x"},
        {"do": "submit", "who": "asker", "form": 99, "values": {}},
        {"do": "clock", "seconds": "soon"},
        {"do": ["send"], "who": "asker"},
        {"do": "edit", "who": "asker", "message": "1", "text": 5},
        {"do": "run", "who": "asker", "channel": None, "command": "ask"},
        {},
    ],
)
async def test_what_cannot_be_done_is_refused_in_words(asking: Asking, asked: Json) -> None:
    """And the connection stands."""
    assert (await asking.ask(**asked))["error"]
    assert "t" in await asking.ask(do="hello", language=["en"])


async def test_a_form_is_sent_once(served: Page, asking: Asking) -> None:
    """Of two at once one is taken; afterwards it is closed."""
    await asking.ask(do="press", **_panel(served))
    (number,) = served.room.parts["asker"].person.forms
    form = served.room.parts["asker"].person.forms[number]
    values = {field.part["custom_id"]: "words" for field in form.fields}
    given: Json = {"do": "submit", "who": "asker", "form": number, "values": values}
    first = await asking.ask(**given)
    second = await asking.ask(**given)
    assert "error" not in first
    assert second["error"] == PAGE["error.refused"]


async def test_the_clock_goes_forward_and_no_further_than_a_week(
    served: Page, asking: Asking
) -> None:
    """Nothing moves it back."""
    before = served.room.discord.clock.now()
    await asking.ask(do="clock", seconds=-100)
    await asking.ask(do="clock", seconds=60)
    passed = (served.room.discord.clock.now() - before).total_seconds()
    assert 60 <= passed < 120
    assert (await asking.ask(do="clock", until="check_in"))["told"] == "time.no_goal"


async def test_time_goes_on_until_a_goal_is_asked_about(served: Page, asking: Asking) -> None:
    """Set by somebody in the page; days pass, and they are asked."""
    person = served.room.parts["moderator"].person
    place = next(one for one in person.places() if one.name == "staff")
    await asking.ask(do="run", who="moderator", channel=str(place.id), command="goal")
    answer = next(one for one in reversed(person.sees(place)) if one.buttons)
    given: Json = {"who": "moderator", "message": str(answer.id)}
    await asking.ask(do="press", control=answer.buttons[0].custom_id, **given)
    ((number, form),) = person.forms.items()
    words = ("Walk to the sea", "1", "10:00", "London")
    texts = {one.part["custom_id"]: text for one, text in zip(form.fields, words, strict=True)}
    await asking.ask(do="submit", who="moderator", form=number, values=texts)
    told = await asking.ask(do="clock", until="check_in")
    assert told["told"] == "time.passed"
    asked = person.sees(person.dm)[-1]
    assert asked.buttons[0].label == button("did_it")


async def test_a_bot_that_ended_by_itself_is_told_and_another_goes_on(
    served: Page, asking: Asking
) -> None:
    """What somebody does meanwhile is not answered, and is when there is one again."""
    panel = {"do": "press", **_panel(served)}
    _process(served).kill()
    await asking.ask(do="clock", seconds=1)
    assert served.room.state()["bot"] == "off"
    assert (await asking.ask(**panel))["failed"]
    assert (await asking.ask(do="plug_in"))["told"] == "bot.back"
    assert served.room.state()["bot"] == "on"
    assert (await asking.ask(**panel))["kind"] == "form"
    for form in list(served.room.parts["asker"].person.forms.values()):
        served.room.parts["asker"].person.dismiss(form)


def _process(served: Page) -> Process:
    """That of the bot."""
    process = served.room._operator._process
    assert process is not None
    return process


async def test_more_people_are_asked(served: Page, asking: Asking) -> None:
    """While somebody waits, more listeners come on duty and read of it, too."""
    assert (await asking.ask(do="clock", until="more_asked"))["told"] == "time.nobody_waits"
    person = served.room.parts["asker"].person
    await asking.ask(do="press", **_panel(served))
    ((number, form),) = person.forms.items()
    values = {one.part["custom_id"]: "A long week." for one in form.fields}
    await asking.ask(do="submit", who="asker", form=number, values=values)
    place = next(one for one in person.places() if one.name == "welcome")
    preview = person.sees(place)[-1]
    post = preview.buttons[0].custom_id
    await asking.ask(do="press", who="asker", message=str(preview.id), control=post)
    told = await asking.ask(do="clock", until="more_asked")
    assert told["told"] == "time.more_were_asked"
    offered = [one for one in served.room.discord.people.values() if _has_offer(one)]
    assert len(offered) >= 2, "the listener of the page, and somebody who came"


def _has_offer(person: Person) -> bool:
    seen = person.sees(person.dm)
    return any(":accept" in str(button.custom_id) for one in seen for button in one.buttons)


async def test_ten_tabs_hear_the_same(served: Page) -> None:
    """Each of all three, beginning with what is there, and then what is new."""
    headers = {"Origin": _origin(served)}
    listener = served.room.parts["listener"].person
    async with ClientSession() as session, AsyncExitStack() as stack:
        connections = [
            await stack.enter_async_context(
                session.ws_connect(served.address + "live", headers=headers)
            )
            for _ in range(10)
        ]
        for one in connections:
            await one.send_json({"n": 0, "do": "hello", "language": ["en"]})
        await asyncio.gather(*(_hears(one, "begin") for one in connections))
        await listener.send(listener.dm, "Is everybody here?")
        heard = await asyncio.gather(*(_hears(one, "Is everybody here?") for one in connections))
    assert len(heard) == 10
    assert {(said["t"], said["who"]) for said in heard} == {("news", "listener")}


async def _hears(connection: ClientWebSocketResponse, words: str) -> Json:
    """The first that has these words."""
    async with asyncio.timeout(PATIENCE):
        while words not in (said := await connection.receive_str()):
            pass
    found: Json = json.loads(said)
    return found


async def test_what_is_no_json_ends_the_connection(served: Page) -> None:
    """As does what is no text."""
    headers = {"Origin": _origin(served)}
    async with ClientSession() as session:
        for send in ("send_str", "send_bytes"):
            async with session.ws_connect(served.address + "live", headers=headers) as one:
                await getattr(one, send)("{" if send == "send_str" else b"{}")
                async with asyncio.timeout(PATIENCE):
                    while not one.closed:
                        await one.receive()
                assert one.close_code is not None, "the server ended it, in so many words"


async def test_a_file_is_only_ever_saved_but_a_picture(served: Page) -> None:
    """What somebody sends can run nowhere."""
    part = served.room.parts["listener"]
    files = [("a.html", b"<script>"), ("a.png", b"\x89PNG")]
    message = await part.person.send(part.person.dm, "files", files=files)
    for given, how in zip(message.attachments, ("attachment", "inline"), strict=True):
        path = f"files/{given['id']}/{given['filename']}"
        async with ClientSession() as session, session.get(served.address + path) as answer:
            assert answer.headers["Content-Disposition"] == how
            assert "sandbox" in answer.headers["Content-Security-Policy"]


async def test_a_plug_that_is_pulled_kills_the_bot(served: Page, asking: Asking) -> None:
    """At once, with no time to put anything in order."""
    process = _process(served)
    assert (await asking.ask(do="pull_plug"))["told"] == "bot.pulled"
    assert process.returncode == -signal.SIGKILL
    assert served.room.state()["bot"] == "off"
