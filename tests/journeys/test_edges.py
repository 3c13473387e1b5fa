"""Where Discord's interactions come in: answered always, whatever fails."""

from datetime import timedelta

import pytest
import structlog

from tests.journeys.stage import WORDS, WOULD_HELP, Stage

CALLBACK = "/interactions/*/*/callback"


async def test_a_late_answer_is_lost_and_never_the_work(stage: Stage) -> None:
    """Discord stopped waiting (10062): the ask is taken all the same, told by direct message."""
    post = await stage.ask()
    stage.discord.faults.fail_next("POST", CALLBACK, status=404, code=10062)
    stage.listener.patience = 0.2
    shown = await stage.listener.press(post, "I can listen")
    assert shown.failed
    await stage.listener.wait_for(stage.listener.dm, "You're here for")
    await stage.settle()
    assert "with them now" in post.text
    assert not post.buttons


@pytest.mark.l16
async def test_an_error_shows_a_code_and_nothing_else(stage: Stage) -> None:
    """A fault on our side is answered kindly; the code stands in the log."""
    preview = await stage.write("A secret that no error may show.")
    await stage.bot.desk.ctx.store.close()
    shown = (await stage.asker.press(preview, "Post")).message
    assert shown is not None
    before, after = stage.words("error.unexpected", code="|").split("|")
    assert shown.text.startswith(before)
    assert shown.text.endswith(after)
    assert len(shown.text) - len(before) - len(after) == 6


async def test_discord_failing_while_posting_keeps_the_words(stage: Stage) -> None:
    """A reset on the way to the asker's DM: nothing is posted, the preview can be used again."""
    preview = await stage.write("Through a storm.")
    stage.discord.faults.fail_next("POST", "/channels/*/messages", status="reset")
    shown = (await stage.asker.press(preview, "Post")).message
    assert shown is not None
    assert shown.text == stage.words("error.try_again")
    await stage.asker.press(preview, "Post")
    await stage.settle()
    assert "would like an ear" in stage.post().text


async def test_an_event_that_fails_is_logged_by_its_place(stage: Stage) -> None:
    """One line of ours names the handler, and nothing of what it was given."""
    client = stage.bot.supervisor.client
    assert client is not None
    with structlog.testing.capture_logs() as logs:
        await client.on_error("on_message", "Words that no log may show.")
    (line,) = logs
    assert line == {
        "event": "client.event_failed",
        "handler": "on_message",
        "log_level": "error",
        "exc_info": True,
    }


async def test_a_form_that_comes_too_late_gives_the_words_back(stage: Stage) -> None:
    """The draft was gone while somebody still wrote: what they wrote stands below the refusal."""
    preview = await stage.write("It began on Monday.")
    form = (await stage.asker.press(preview, "Change")).form
    assert form is not None
    await stage.pass_time(timedelta(minutes=31))
    filled = {WORDS: "It *began* long before.", WOULD_HELP: "A walk."}
    await stage.asker.submit(form, filled)
    await stage.asker.wait_for(stage.asks, stage.words("error.out_of_date"))
    shown = stage.asker.sees(stage.asks)[-1]
    assert shown.ephemeral
    assert stage.words("error.your_words") in shown.text
    assert "It \\*began\\* long before." in shown.text
    assert "A walk." in shown.text


async def test_a_form_that_cannot_be_kept_gives_the_words_back(stage: Stage) -> None:
    """Also when it is a fault on our side; and nothing is said of words where there were none."""
    forms = [(await stage.asker.run("ask", in_=stage.asks)).form for _ in range(2)]
    assert forms[0] is not None
    assert forms[1] is not None
    await stage.bot.desk.ctx.store.close()
    shown = (await stage.asker.submit(forms[0], {WORDS: "Keep me.", WOULD_HELP: ""})).message
    assert shown is not None
    assert shown.text.endswith("Keep me.")
    empty = (await stage.asker.submit(forms[1], {WORDS: "\u200b", WOULD_HELP: ""})).message
    assert empty is not None
    assert empty.text == stage.words("error.no_words")


async def test_what_grows_too_long_is_given_back(stage: Stage) -> None:
    """Some letters become two when they are brought into one form."""
    opened = await stage.asker.run("ask", in_=stage.asks)
    assert opened.form is not None
    words = "\u095c" * 1500
    shown = (await stage.asker.submit(opened.form, {WORDS: words, WOULD_HELP: ""})).message
    assert shown is not None
    assert "3000 characters, and 1500 fit" in shown.text
    assert words in shown.text
