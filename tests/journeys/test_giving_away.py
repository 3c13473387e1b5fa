"""Words that tell who somebody is: shown to them before anybody else reads them."""

import asyncio

import pytest

from bot.local_discord import Message
from tests.journeys.stage import WORDS, WOULD_HELP, Stage

TELLING = "My name is Hannah *Wexford*, I can't sleep. Write to hannah@example.org"


def labels(message: Message) -> list[str]:
    """What its buttons say."""
    return [str(one) for one in message.buttons]


async def test_an_ask_shows_the_exact_words(stage: Stage) -> None:
    """In the preview, once; posting and changing are one press away, and nothing has happened."""
    preview = await stage.write("I'm so tired.", TELLING)
    (line,) = [one for one in preview.text.splitlines() if "hannah" in one and "“" in one]
    assert line.startswith(stage.words("ask.gives_away", exact=""))
    assert "“Hannah" in line
    assert "“hannah@example.org”" in line
    assert stage.words("press.post_as_it_is.button") in labels(preview)
    assert stage.words("press.post.button") not in labels(preview)
    assert stage.public(stage.listener) == []


async def test_change_opens_the_form_with_the_words_as_typed(stage: Stage) -> None:
    """Also after a restart; without the words nothing is said any more."""
    preview = await stage.write(TELLING)
    await stage.restart()
    form = (await stage.asker.press(preview, stage.words("press.change.button"))).form
    assert form is not None
    assert form.fields[0].value == TELLING
    changed = (await stage.asker.submit(form, {WORDS: "I can't sleep.", WOULD_HELP: ""})).message
    assert changed is not None
    assert stage.words("ask.gives_away", exact="") not in changed.text
    assert stage.words("press.post.button") in labels(changed)


async def test_post_anyway_posts_once(stage: Stage) -> None:
    """Two presses are one ask."""
    preview = await stage.write(TELLING)
    label = stage.words("press.post_as_it_is.button")
    await asyncio.gather(*(stage.asker.press(preview, label) for _ in range(2)))
    await stage.settle()
    assert len(stage.public(stage.listener)) == 1


@pytest.mark.parametrize("words", ["I called 116 123 and 988 last night.", "It is 12:30, room 204"])
async def test_a_help_lines_number_and_a_time_give_nobody_away(stage: Stage, words: str) -> None:
    """The preview is that of any other words."""
    preview = await stage.write(words)
    assert stage.words("ask.gives_away", exact="") not in preview.text
    assert stage.words("press.post.button") in labels(preview)


async def test_a_small_server_is_told_and_the_line_about_time_is_for_everybody(
    stage: Stage,
) -> None:
    """In a small server people guess from little; when one posts tells something anywhere."""
    line = "If few people are about, when you post can give you away."
    preview = await stage.write("I can't sleep.")
    assert stage.words("ask.small") not in preview.text.splitlines()
    assert line in preview.text
    stage.guild.member_count = 12
    await stage.restart()
    preview = await stage.write("I can't sleep.")
    assert stage.words("ask.small") in preview.text.splitlines()
    assert line in preview.text
