import asyncio
from typing import Any

import pytest

from bot.local_discord import LocalDiscord, Response
from tests.local_discord.conftest import Bot, Wire

Json = dict[str, Any]
FORM: Json = {"custom_id": "f", "title": "Form", "components": []}


BOX: Json = {"label": "a", "value": "a"}


def field(number: int = 0, **other: Any) -> Json:
    """Write a part of a form that is fine."""
    area: Json = {"type": 4, "custom_id": f"t{number}", "style": 1} | other.pop("area", {})
    return {"type": 18, "label": "Words", "component": area} | other


class Pending:
    """An interaction that waits for whatever a test answers."""

    def __init__(self, wire: Wire, event: Json, running: "asyncio.Task[Response]") -> None:
        self.wire, self.event, self.running = wire, event, running
        self.hook = f"/webhooks/{event['application_id']}/{event['token']}"

    async def answer(self, body: Json, query: str = "") -> tuple[int, Any]:
        """Answer it."""
        path = f"/interactions/{self.event['id']}/{self.event['token']}/callback{query}"
        return await self.wire("POST", path, body, token="none is needed")


@pytest.fixture
async def pending(server: LocalDiscord, bot: Bot, wire: Wire) -> Any:
    """Let somebody run a command that nothing answers by itself."""
    bot.tree.on_error = _ignored  # type: ignore[method-assign]
    body = {"name": "ask", "description": "x"}
    await wire("POST", f"/applications/{server.bot_id}/commands", body)
    guild, alice = server.add_guild("Harbour"), server.add_person("alice")
    guild.join(alice)
    channel = guild.add_channel("ask-here")
    running = asyncio.create_task(alice.run("ask", in_=channel))
    await asyncio.sleep(0)
    (event,) = [d for _, name, d in server.traffic.events if name == "INTERACTION_CREATE"]
    alice.deferred_patience = 0.05
    yield Pending(wire, event, running)
    running.cancel()


async def _ignored(*_: Any) -> None:
    """Nothing is registered in the tree; the test answers."""


FORMS: list[tuple[str, Json, str]] = [
    ("title", {"title": "x" * 46, "components": [field()]}, "data.title"),
    ("custom_id", {"custom_id": "x" * 101, "components": [field()]}, "data.custom_id"),
    ("no part", {"components": []}, "data.components"),
    ("six parts", {"components": [field(n) for n in range(6)]}, "data.components"),
    ("label", {"components": [field(label="x" * 46)]}, "data.components.0.label"),
    (
        "description",
        {"components": [field(description="x" * 101)]},
        "data.components.0.description",
    ),
    (
        "twice",
        {"components": [field(1), field(1)]},
        "data.components.1.component.custom_id",
    ),
    (
        "value",
        {"components": [field(area={"value": "x" * 4001})]},
        "data.components.0.component.value",
    ),
    (
        "lengths",
        {"components": [field(area={"min_length": 5, "max_length": 4})]},
        "data.components.0.component.max_length",
    ),
    (
        "value over its own length",
        {"components": [field(area={"max_length": 2, "value": "abc"})]},
        "data.components.0.component.value",
    ),
    (
        "files",
        {"components": [field(area={"type": 19, "min_values": 3, "max_values": 2})]},
        "data.components.0.component.max_values",
    ),
    (
        "fewest boxes",
        {"components": [field(area={"type": 22, "options": [BOX], "min_values": 2})]},
        "data.components.0.component.max_values",
    ),
    (
        "radio values",
        {"components": [field(area={"type": 21, "options": [BOX, BOX]})]},
        "data.components.0.component.options.1.value",
    ),
    (
        "one radio option",
        {
            "components": [
                field(area={"type": 21, "options": [{"label": "a", "value": "a"}]}),
            ]
        },
        "data.components.0.component.options",
    ),
    (
        "a button",
        {"components": [{"type": 1, "components": [{"type": 2, "custom_id": "b", "style": 1}]}]},
        "data.components.0.components.0.type",
    ),
]


@pytest.mark.parametrize(("body", "path"), [c[1:] for c in FORMS], ids=[c[0] for c in FORMS])
async def test_a_form_over_a_limit_is_50035_with_its_path(
    pending: Pending, body: Json, path: str
) -> None:
    """Each limit of a form is refused at its path, and the interaction stays unanswered."""
    status, answer = await pending.answer({"type": 9, "data": FORM | body})
    assert (status, answer["code"]) == (400, 50035)
    node = answer["errors"]
    for part in path.split("."):
        node = node[part]
    assert node["_errors"]
    status, _ = await pending.answer({"type": 9, "data": FORM | {"components": [field()]}})
    assert status == 204
    assert (await pending.running).kind == "form"


@pytest.mark.parametrize("kind", [4, 9])
async def test_an_answer_without_its_data_is_refused(pending: Pending, kind: int) -> None:
    """A message or form without data is 50035 at data."""
    status, answer = await pending.answer({"type": kind})
    assert (status, answer["errors"]["data"]["_errors"][0]["code"]) == (400, "BASE_TYPE_REQUIRED")


@pytest.mark.parametrize("kind", [0, 6, 7, 8, 10])
async def test_an_answer_that_does_not_fit_is_refused(pending: Pending, kind: int) -> None:
    """A command cannot be answered by an update or by choices."""
    status, answer = await pending.answer({"type": kind, "data": {}})
    assert (status, answer["code"], list(answer["errors"])) == (400, 50035, ["type"])


async def test_a_message_with_nothing_in_it_is_50006(pending: Pending) -> None:
    """An empty first answer is refused, and can be made good."""
    status, answer = await pending.answer({"type": 4, "data": {"content": ""}})
    assert (status, answer["code"]) == (400, 50006)
    assert (await pending.answer({"type": 4, "data": {"content": "x"}}))[0] == 204


async def test_with_response_gives_the_message(pending: Pending) -> None:
    """With with_response the answer is 200 and holds the message; without it, 204."""
    body = {"type": 4, "data": {"content": "x", "flags": 64}}
    status, answer = await pending.answer(body, "?with_response=true")
    assert status == 200
    assert answer["interaction"]["response_message_ephemeral"] is True
    assert answer["resource"]["type"] == 4
    assert answer["resource"]["message"]["content"] == "x"


async def test_nothing_follows_before_an_answer(pending: Pending) -> None:
    """A follow-up, or the original, before the first answer is 10015."""
    for method, path in (("POST", pending.hook), ("GET", pending.hook + "/messages/@original")):
        status, answer = await pending.wire(method, path, {"content": "x"})
        assert (status, answer["code"]) == (404, 10015)


async def test_a_stranger_has_no_interaction(pending: Pending) -> None:
    """A token that nobody was given is 10062 at the callback and 10015 at the webhook."""
    status, answer = await pending.wire("POST", "/interactions/1/no/callback", {"type": 5})
    assert (status, answer["code"]) == (404, 10062)
    path = pending.hook.rsplit("/", 1)[0] + "/no"
    assert (await pending.wire("POST", path, {"content": "x"}))[1]["code"] == 10015


async def test_the_original_can_be_read_edited_and_deleted(pending: Pending) -> None:
    """The first answer is at @original until it is deleted; then it is 10008."""
    original = pending.hook + "/messages/@original"
    await pending.answer({"type": 4, "data": {"content": "one"}})
    assert (await pending.wire("GET", original))[1]["content"] == "one"
    assert (await pending.wire("PATCH", original, {"content": "two"}))[1]["content"] == "two"
    assert (await pending.wire("DELETE", original))[0] == 204
    assert (await pending.wire("GET", original))[1]["code"] == 10008


async def test_a_follow_up_after_thinking_keeps_its_secrecy(pending: Pending) -> None:
    """What takes the place of a hidden "thinking" stays hidden whatever the follow-up says."""
    await pending.answer({"type": 5, "data": {"flags": 64}})
    _, shown = await pending.wire("POST", pending.hook, {"content": "psst"})
    assert shown["flags"] == 64
    response = await pending.running
    assert response.message is not None
    assert response.message.ephemeral


async def test_thinking_forever_fails(pending: Pending) -> None:
    """A deferral that nothing follows has failed for the person."""
    await pending.answer({"type": 5})
    response = await pending.running
    assert (response.kind, response.failed) == ("deferred", True)
