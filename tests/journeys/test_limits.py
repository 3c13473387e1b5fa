"""Coming to a limit: kind words, a way to help, nothing lost, and nothing gained by erasing."""

from datetime import timedelta
from pathlib import Path

from bot.config import Settings
from bot.local_discord import Message
from tests.journeys.stage import WORDS, WOULD_HELP, Stage, staged
from tests.journeys.talking import buttons

ONE = {"asks": {"per_day": 1, "drafts_at_once": 1}}
ALSO = "And this, which I wrote at the same time."


async def refused(stage: Stage) -> Message:
    """What is read instead of the form."""
    answer = await stage.asker.run("ask", in_=stage.asks)
    assert answer.form is None
    assert answer.message is not None
    assert stage.words("press.helplines.button") in buttons(answer.message)
    return answer.message


async def asks_once(stage: Stage) -> None:
    """Ask, and take it back some minutes later."""
    await stage.ask()
    await stage.pass_time(timedelta(minutes=6))
    posted = [m for m in stage.asker.sees(stage.asker.dm) if m.buttons][-1]
    await stage.asker.press(posted, stage.words("press.take_back.button"))
    await stage.settle()


async def test_whoever_erases_everything_has_the_same_limit_and_then_a_longer_one(
    tmp_path: Path,
) -> None:
    """They read when it goes on, and help lines are there; the second time soon after it takes
    longer, and the words say so."""
    async with staged(tmp_path, Settings.model_validate(ONE)) as stage:
        await stage.is_set_up()
        await stage.join(stage.listener)
        frees = stage.clock.now() + timedelta(days=1)
        await asks_once(stage)
        next_one = f"<t:{int(frees.timestamp())}:R>"
        said = stage.words("error.asks_for_today", count=1, next=next_one)
        assert (await refused(stage)).text == said
        shown = (await stage.asker.run("privacy", in_=stage.asks)).message
        for press in ("erase_all", "erase_all_now"):
            assert shown is not None
            label = stage.words(f"press.{press}.button")
            shown = (await stage.asker.press(shown, label)).message
        await stage.settle()
        await stage.everybody_is_an_adult()
        assert (await refused(stage)).text == said
        await stage.pass_time(frees - stage.clock.now())
        again = stage.clock.now() + timedelta(days=1)
        await asks_once(stage)
        until = again + stage.settings.limits.wait_longer_by
        longer = {
            "next": f"<t:{int(until.timestamp())}:R>",
            "most": stage.words("time.hours", count=12),
        }
        assert (await refused(stage)).text == stage.words("error.too_soon_again", **longer)
        assert (await stage.asker.run("helplines", in_=stage.asks)).message is not None


async def test_one_draft_more_is_given_back_and_taken_once_there_is_room(tmp_path: Path) -> None:
    """None goes for another; what was written opens again as it was."""
    async with staged(tmp_path, Settings.model_validate(ONE)) as stage:
        await stage.is_set_up()
        opened = await stage.asker.run("ask", in_=stage.asks)
        first = await stage.write("It has been a long week.")
        assert opened.form is not None
        full = (await stage.asker.submit(opened.form, {WORDS: ALSO, WOULD_HELP: ""})).message
        assert full is not None
        assert ALSO in str(full.raw)
        await stage.asker.press(first, stage.words("press.cancel.button"))
        again = (await stage.asker.press(full, stage.words("press.open_again.button"))).form
        assert again is not None
        taken = (await stage.asker.submit(again, {})).message
        assert taken is not None
        assert stage.words("press.post.button") in buttons(taken)
        assert ALSO in str(taken.raw)
