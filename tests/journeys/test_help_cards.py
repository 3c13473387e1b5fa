"""A help card where somebody's own words call for it: for them alone, and nothing else changes."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.ids import UserId
from bot.domain.schedules import Scheduled
from bot.local_discord import Message, Person
from tests.journeys.stage import WORDS, WOULD_HELP, Identity, Stage, staged
from tests.journeys.test_goal import fill, goal, opened
from tests.journeys.test_non_interference import received

CARDS = {
    "help_card_now": "i want to die",
    "help_card_friend": "my friend wants to kill herself, what can i do",
    "help_card_past": "i used to want to die but not anymore",
}
ORDINARY = "it was a long week"
SILENT = 1 << 12
"""https://docs.discord.com/developers/resources/message#message-object-message-flags"""


def cards(stage: Stage, person: Person) -> list[Message]:
    """The cards in somebody's direct messages."""
    return [one for one in person.sees(person.dm) if kind_of(stage, one) is not None]


def kind_of(stage: Stage, message: Message) -> str | None:
    """Which card a message is."""
    heads = {kind: stage.words(f"notice.{kind}") for kind in CARDS}
    return next((kind for kind, head in heads.items() if message.text.startswith(head)), None)


@pytest.mark.parametrize(("kind", "words"), list(CARDS.items()))
async def test_above_the_preview_of_an_ask(stage: Stage, kind: str, words: str) -> None:
    """The preview is the same below it, and everything goes on as it does for everybody."""
    plain = await stage.write(ORDINARY)
    carded = await stage.write(words)
    assert carded.ephemeral
    assert carded.text.startswith(stage.words(f"notice.{kind}"))
    assert plain.text.splitlines()[0] in carded.text.splitlines()
    assert words in carded.text
    assert [str(one) for one in carded.buttons] == [str(one) for one in plain.buttons]
    await stage.asker.press(carded, stage.words("press.post.button"))
    await stage.settle()
    assert len(stage.public(stage.listener)) == 1


async def test_ordinary_words_call_for_none(stage: Stage) -> None:
    """Help lines are there all the same."""
    preview = await stage.write(ORDINARY)
    assert "alone with this" not in preview.text
    assert stage.words("press.helplines.button") in map(str, preview.buttons)


@pytest.mark.parametrize("side", ["asker", "listener"])
async def test_in_a_conversation_for_either_side(stage: Stage, side: str) -> None:
    """Without a sound, once, and once more when it becomes urgent; the other side reads the words
    and nothing of the card."""
    await stage.ask()
    await stage.accept()
    writer, other = stage.asker, stage.listener
    if side == "listener":
        writer, other = other, writer
    for words in (CARDS["help_card_past"], CARDS["help_card_now"], CARDS["help_card_now"]):
        await writer.send(writer.dm, words)
        await stage.settle()
        await other.wait_for(other.dm, words)
    shown = cards(stage, writer)
    assert [kind_of(stage, card) for card in shown] == ["help_card_past", "help_card_now"]
    assert all(card.raw["flags"] & SILENT for card in shown)
    assert not cards(stage, other)


async def test_words_that_an_edit_brings_count_as_well(stage: Stage) -> None:
    """The card comes with the edit, and the copy follows as ever."""
    await stage.ask()
    await stage.accept()
    message = await stage.asker.send(stage.asker.dm, ORDINARY)
    await stage.settle()
    assert not cards(stage, stage.asker)
    await stage.asker.edit(message, CARDS["help_card_now"])
    await stage.settle()
    await stage.listener.wait_for(stage.listener.dm, CARDS["help_card_now"])
    assert [kind_of(stage, card) for card in cards(stage, stage.asker)] == ["help_card_now"]


async def test_outside_a_conversation_and_put_away(stage: Stage) -> None:
    """Whoever writes to the bot itself gets it too, and can put it away."""
    await stage.asker.send(stage.asker.dm, CARDS["help_card_now"])
    await stage.settle()
    (card,) = cards(stage, stage.asker)
    labels = [stage.words(f"press.{name}.button") for name in ("helplines", "remove_card")]
    assert [str(one) for one in card.buttons] == labels
    lines = (await stage.asker.press(card, labels[0])).message
    assert lines is not None
    assert "findahelpline.com" in lines.text
    for message in (card, lines):
        await stage.asker.press(message, labels[1])
        assert message.text == stage.words("care.removed")
        assert not message.buttons


@pytest.mark.parametrize(("kind", "words"), list(CARDS.items()))
async def test_with_the_help_lines_of_the_country_that_was_looked_at(
    stage: Stage, kind: str, words: str
) -> None:
    """In direct messages and above a preview: numbers, when each was checked, and the directory."""
    await stage.asker.run("helplines", in_=stage.asks, country="Germany")
    await stage.settle()
    await stage.asker.send(stage.asker.dm, words)
    await stage.settle()
    (card,) = cards(stage, stage.asker)
    preview = await stage.write(words)
    for message in (card, preview):
        assert kind_of(stage, message) == kind
        for part in ("**112**", "0800 1110111", "checked ", "findahelpline.com"):
            assert part in message.text
        assert len(message.text) <= 2000


async def test_hidden_outside_a_conversation_from_whoever_is_discreet(stage: Stage) -> None:
    """The usual line, without a sound; the card takes its place on a press, and can be put away."""
    await stage.ask()
    await stage.accept()
    first = await stage.asker.wait_for(stage.asker.dm, "Somebody is here for you")
    await stage.asker.press(first, stage.words("press.discreet.button"))
    await stage.end(stage.asker)
    await stage.asker.send(stage.asker.dm, CARDS["help_card_now"])
    await stage.settle()
    assert not cards(stage, stage.asker)
    hidden = stage.words("notice.help_card_hidden")
    *_, line = (one for one in stage.asker.sees(stage.asker.dm) if one.text == hidden)
    assert line.raw["flags"] & SILENT
    await stage.asker.press(line, stage.words("press.show_card.button"))
    assert kind_of(stage, line) == "help_card_now"
    await stage.asker.press(line, stage.words("press.remove_card.button"))
    assert line.text == stage.words("care.removed")


async def test_another_day_it_comes_again(stage: Stage) -> None:
    """Once a day, however long the bot runs."""
    for hours, shown in ((0, 1), (20, 1), (5, 2)):
        await stage.pass_time(timedelta(hours=hours))
        await stage.asker.send(stage.asker.dm, CARDS["help_card_now"])
        await stage.settle()
        assert len(cards(stage, stage.asker)) == shown


@pytest.mark.parametrize(("kind", "words"), list(CARDS.items()))
async def test_above_what_says_that_a_form_was_not_taken(
    stage: Stage, kind: str, words: str
) -> None:
    """A time that cannot be read must not stand between somebody and help."""
    form = await opened(stage, await goal(stage))
    refused = await fill(stage, form, words=words, at="25:61")
    assert kind_of(stage, refused) == kind
    assert stage.words("error.unknown_time") in refused.text
    labels = [stage.words(f"press.{name}.button") for name in ("open_again", "helplines")]
    assert [str(one) for one in refused.buttons] == labels


async def others_view(folder: Path, words: str) -> list[bytes]:
    """What everybody but the asker receives when they ask and talk with these words."""
    async with staged(folder, who=Identity()) as stage:
        await stage.is_set_up()
        await stage.join(stage.listener)
        preview = await stage.write(ORDINARY + " " + words)
        await stage.asker.press(preview, stage.words("press.post.button"))
        await stage.settle()
        await stage.accept()
        await stage.asker.send(stage.asker.dm, words)
        await stage.settle()
        others = (stage.admin, stage.listener, stage.other)
        views = [received(one, at) for one in others for at in (stage.asks, stage.staff, one.dm)]
        return [view.replace(words.encode(), b"") for view in views]


async def test_nobody_else_receives_anything_else(tmp_path: Path) -> None:
    """With a card and without one, byte for byte the same but for the words themselves."""
    calm = await others_view(tmp_path / "calm", "all is quiet")
    carded = await others_view(tmp_path / "carded", CARDS["help_card_now"])
    assert len(b"".join(calm)) > 2000
    assert calm == carded


async def test_after_the_first_card_encouragements_rest(stage: Stage) -> None:
    """For three days nothing cheerful comes by itself: the person's own pause, and nothing else."""
    await stage.asker.run("encourage", in_=stage.asks, at="9:00", zone="Europe/Berlin")
    form = (await stage.asker.run("ask", in_=stage.asks)).form
    assert form is not None
    await stage.asker.submit(form, {WORDS: CARDS["help_card_now"], WOULD_HELP: ""})
    await stage.settle()
    store = stage.bot.desk.ctx.store
    person = store.person(UserId(stage.asker.id))
    kind = Scheduled.ENCOURAGEMENT
    schedule = await store.read(lambda tables: tables.schedules.of_person(person, kind))
    assert schedule is not None
    assert schedule.paused_until == (stage.clock.now() + timedelta(hours=72)).date()


async def test_a_listener_finds_words(stage: Stage) -> None:
    """On the first message of their conversation, and what to do about danger is in it."""
    await stage.ask()
    await stage.accept()
    label = stage.words("press.what_to_say.button")
    first = next(
        one for one in stage.listener.sees(stage.listener.dm) if label in map(str, one.buttons)
    )
    shown = (await stage.listener.press(first, label)).message
    assert shown is not None
    assert shown.text == stage.words("talk.what_to_say")
    assert stage.words("press.helplines.button") in map(str, shown.buttons)
    assert not any(label in map(str, one.buttons) for one in stage.asker.sees(stage.asker.dm))
