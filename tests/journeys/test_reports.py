"""Reporting, as people see it: from a conversation, from the menu of a message, and at the desk of
the moderators."""

import pytest

from bot.demo.frames import boxes, said
from bot.local_discord import Message, Permissions, Person
from tests.engines import on_both_engines
from tests.journeys.stage import Stage
from tests.journeys.talking import copy, talk

HARSH = "Nobody could ever like you."


async def pressed(
    stage: Stage, who: Person, message: Message, action: str, **label: int
) -> Message:
    """What a press answers."""
    shown = await who.press(message, stage.words(f"press.{action}.button", **label))
    assert shown.message is not None
    await stage.settle()
    return shown.message


def opening(stage: Stage, person: Person) -> Message:
    """The first message of somebody's conversation."""
    label = stage.words("press.not_okay.button")
    return [m for m in person.sees(person.dm) if label in map(str, m.buttons)][-1]


def card(stage: Stage) -> Message:
    """What moderators see in their channel."""
    text = stage.words("notice.report_card")
    return [m for m in stage.admin.sees(stage.staff) if m.content == text][-1]


async def filled(stage: Stage, who: Person, message: Message, action: str, key: str) -> Message:
    """The answer to a form that a press opens, with some words."""
    opened = await who.press(message, stage.words(f"press.{action}.button"))
    assert opened.form is not None
    values = {stage.words(f"{key}.field_label"): f"About {action.replace('_', ' ')}."}
    shown = await who.submit(opened.form, values)
    assert shown.message is not None
    await stage.settle()
    return shown.message


@on_both_engines
@pytest.mark.l22
async def test_a_report_and_a_question_go_both_ways_without_a_name(stage: Stage) -> None:
    """The moderators read exactly what the reporter saw before sending, ask back, and are done."""
    asker, listener = await talk(stage)
    await asker.send(asker.dm, HARSH)
    await listener.wait_for(listener.dm, HARSH)
    await stage.settle()
    draft = await pressed(stage, listener, opening(stage, listener), "report")
    draft = await filled(stage, listener, draft, "report_say", "report")
    choices = await pressed(stage, listener, draft, "report_choose")
    assert boxes(choices) == ["It has been a long week.", HARSH]
    choices = await pressed(stage, listener, choices, "report_turn", number=2)
    draft = await pressed(stage, listener, choices, "report_look")
    seen = boxes(draft)
    assert seen == ["About report say.", HARSH]
    sent = await pressed(stage, listener, draft, "report_send")
    assert said(sent) == stage.words("report.sent.channel")
    shown = await pressed(stage, stage.admin, card(stage), "look_report")
    assert boxes(shown) == seen
    await filled(stage, stage.admin, shown, "ask_back", "reports.ask_back")
    label = stage.words("press.read_question.button")
    told = [m for m in listener.sees(listener.dm) if label in map(str, m.buttons)][-1]
    question = await pressed(stage, listener, told, "read_question")
    assert boxes(question) == ["About ask back."]
    await filled(stage, listener, question, "answer_question", "report.answer")
    shown = await pressed(stage, stage.admin, card(stage), "look_report")
    assert boxes(shown)[2:] == ["About ask back.", "About answer question."]
    await pressed(stage, stage.admin, shown, "nothing_to_do")
    over = await pressed(stage, stage.admin, card(stage), "look_report")
    assert said(over) == stage.words("error.report_over")


async def test_from_the_menu_of_a_message_and_not_okay(stage: Stage) -> None:
    """The message that they look at is chosen already; what nobody wrote is refused; Not okay ends
    it, and whoever moderates no longer is told so."""
    asker, listener = await talk(stage)
    await asker.send(asker.dm, HARSH)
    await listener.wait_for(listener.dm, HARSH)
    await stage.settle()
    menu = stage.words("command.report_this.name")
    draft = (await listener.menu(menu, copy(listener, HARSH))).message
    assert draft is not None
    assert boxes(draft) == [HARSH]
    await pressed(stage, listener, draft, "report_send")
    helped = (await listener.menu(menu, stage.panels()[-1])).message
    assert helped is not None
    assert said(helped) == stage.words("error.nothing_to_report")
    done = await pressed(stage, listener, opening(stage, listener), "not_okay")
    assert stage.words("report.not_okay.done") in said(done)
    looked = (await stage.admin.run("moderate", in_=stage.staff)).message
    assert looked is not None
    listed = await pressed(stage, stage.admin, looked, "reports", count=1)
    shown = await pressed(stage, stage.admin, listed, "one_report", number=1)
    assert boxes(shown) == [HARSH]
    stage.staff.set_overwrite(stage.other, allow=Permissions.VIEW_CHANNEL)
    refused = await pressed(stage, stage.other, card(stage), "look_report")
    assert said(refused) == stage.words("error.not_a_moderator")
