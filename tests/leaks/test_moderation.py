"""Leaks in what moderators, and those who report and are reported, are told: each is caught."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Final

from bot.local_discord import Permissions
from tests.journeys.stage import Stage, staged
from tests.journeys.talking import talk
from tests.journeys.test_moderate import act, known
from tests.journeys.test_reports import card, filled, opening, pressed
from tests.leaks.captured import Captured, capture
from tests.leaks.planted import in_base64
from tests.leaks.plants import LISTENER, NAME, OTHER, Plant, header, swapped
from tests.leaks.story import ASKER
from tests.leaks.watch import leaks

Text = Callable[[Captured], str]


def tells(shown: str, text: Text) -> Plant:
    """What has these words in it says something more."""

    def plant(captured: Captured) -> Captured:
        old = next(one for one in captured.exchanges if shown.encode() in one.body)
        body = json.loads(old.body)
        message = body["data"] if isinstance(body.get("type"), int) else body
        message["content"] = f"{message.get('content') or ''}\n{text(captured)}"
        return swapped(captured, old, body=json.dumps(body).encode())

    return plant


def mention(who: str) -> Text:
    """Whom it names."""
    return lambda captured: f"<@{captured.person(who).id}>"


def behind_a_button(captured: Captured) -> Captured:
    """The id of whoever sent a report, where one asks back."""
    old = next(one for one in captured.exchanges if b'"1:ask_back:' in one.body)
    token = in_base64(captured.person(LISTENER).id.to_bytes(8, "big"))
    body = old.body.replace(b'"1:ask_back:', f'"1:ask_back.{token}:'.encode())
    return swapped(captured, old, body=body)


REPORT, NUMBERS, RECORD = '"1:ask_back:', '"1:number:', '"1:record'
PLANTED: Final[dict[str, tuple[Plant, str]]] = {
    "who reported, in the report": (tells(REPORT, mention(LISTENER)), f"id of {LISTENER}, to"),
    "who reported, as one of the listeners": (
        tells(REPORT, lambda one: f"**7K3F 9QWM**, the listener {mention(LISTENER)(one)}"),
        f"id of {LISTENER}, to",
    ),
    "who reported, in the card": (
        tells('"1:look_report:', lambda _: in_base64(LISTENER.encode())),
        f"of {LISTENER}, to everybody",
    ),
    "who reported, behind a button": (behind_a_button, f"id of {LISTENER}, to"),
    "who is reported, in the report": (tells(REPORT, mention(NAME)), f"id of {NAME}, to"),
    "who is reported, to whoever reports": (
        tells('"1:report_send:', lambda _: str(ASKER.nick)),
        f"of {NAME}, to {LISTENER}",
    ),
    "whose number it is": (tells(NUMBERS, mention(NAME)), f"id of {NAME}, to {OTHER}"),
    "a listener beside a number": (tells(NUMBERS, mention(LISTENER)), f"id of {LISTENER}, to"),
    "to whom something was done": (tells(RECORD, mention(NAME)), f"id of {NAME}, to {OTHER}"),
    "which moderator, to whom it was done": (
        tells('"1:appeal:', mention(OTHER)),
        f"id of {OTHER}, to {NAME}",
    ),
    "which moderator, where one is asked back": (
        tells('"1:answer_question:', mention(OTHER)),
        f"id of {OTHER}, to {LISTENER}",
    ),
    "a reason for what is done": (header("X-Audit-Log-Reason", NAME), f"of {NAME}, in an address"),
}


async def moderated(stage: Stage) -> None:
    """Somebody is reported, who reported is asked back, and something is done, which is read."""
    stage.guild.set_permissions(stage.moderators, Permissions.MODERATE_MEMBERS)
    stage.guild.set_roles(stage.other, [stage.moderators])
    asker, listener = await talk(stage)
    draft = await pressed(stage, listener, opening(stage, listener), "report")
    await filled(stage, listener, draft, "report_say", "report")
    await pressed(stage, listener, draft, "report_send")
    shown = await pressed(stage, stage.other, card(stage), "look_report")
    await filled(stage, stage.other, shown, "ask_back", "reports.ask_back")
    asked = stage.words("press.read_question.button")
    told = [m for m in listener.sees(listener.dm) if asked in map(str, m.buttons)][-1]
    question = await pressed(stage, listener, told, "read_question")
    await filled(stage, listener, question, "answer_question", "report.answer")
    await act(stage, await known(stage, asker), "ban")
    refused = (await asker.run("ask", in_=stage.asks)).message
    assert refused is not None
    await pressed(stage, asker, refused, "read_moderators")
    looked = (await stage.other.run("moderate", in_=stage.staff)).message
    assert looked is not None
    await pressed(stage, stage.other, looked, "record", count=2)


async def test_each_planted_leak_is_caught(tmp_path: Path) -> None:
    """And said what it is, whose, and with whom; without one, nothing is found."""
    async with staged(tmp_path, who=ASKER) as stage:
        await stage.is_set_up()
        for listener in (stage.listener, stage.other):
            await stage.join(listener)
        await moderated(stage)
        captured = capture(stage.discord, stage.folder, stage.log.getvalue())
    assert leaks(captured) == []
    found = {
        name: [line for line in leaks(plant(captured)) if says in line]
        for name, (plant, says) in PLANTED.items()
    }
    assert [name for name, lines in found.items() if not lines] == []
