"""The panel: posted, pressed, put back."""

from datetime import timedelta

from bot.demo.frames import said
from bot.local_discord import Message, Permissions
from tests.journeys.stage import Stage

QUARTER = timedelta(minutes=15)


def panel(stage: Stage) -> Message:
    """The one panel that stands."""
    (only,) = stage.panels()
    return only


async def set_up_again(stage: Stage) -> Message:
    """Run /setup once more with the stage's channels."""
    shown = await stage.set_up()
    await stage.settle()
    return shown


async def test_setup_posts_the_panel_as_the_bots_own_message(stage: Stage) -> None:
    """Nobody sees who ran /setup; the text itself carries the directory of help lines."""
    stands = panel(stage)
    assert not stands.ephemeral
    assert "interaction_metadata" not in stands.raw
    assert "https://findahelpline.com" in said(stands)
    assert "emergency number" in said(stands)
    assert [button.label for button in stands.buttons] == [
        "Ask for help",
        "My conversations",
        "Help lines",
        "How private is this?",
    ]


async def test_ask_for_help_opens_the_form_and_leads_to_a_post(stage: Stage) -> None:
    """The button is as good as the command."""
    form = (await stage.asker.press(panel(stage), "Ask for help")).form
    assert form is not None
    shown = await stage.asker.submit(form, {"What's on your mind?": "A long week."})
    assert shown.message is not None
    await stage.asker.press(shown.message, "Post")
    await stage.settle()
    assert len(stage.public(stage.listener)) == 1


async def test_the_other_buttons_answer_for_that_person_alone(stage: Stage) -> None:
    """Each answers at once, and only its reader sees it."""
    for label, part in (
        ("My conversations", stage.words("mine.nothing")),
        ("Help lines", "https://findahelpline.com"),
        ("How private is this?", "Members and listeners do not see your name"),
    ):
        shown = (await stage.asker.press(panel(stage), label)).message
        assert shown is not None
        assert shown.ephemeral
        assert part in shown.text
    assert panel(stage).edited is None


async def test_the_buttons_work_after_a_restart(stage: Stage) -> None:
    """The same message, another process."""
    stands = panel(stage)
    await stage.restart()
    assert (await stage.asker.press(stands, "Ask for help")).form is not None
    shown = (await stage.asker.press(stands, "Help lines")).message
    assert shown is not None
    assert "findahelpline" in shown.text
    await stage.settle()
    assert panel(stage) == stands


async def test_running_setup_again_renews_it_in_place(stage: Stage) -> None:
    """There is one panel, however often /setup is run."""
    before = panel(stage)
    await set_up_again(stage)
    assert panel(stage).id == before.id


async def test_running_setup_again_moves_it(stage: Stage) -> None:
    """In another channel it is new, and the old one is gone."""
    before = stage.entrance
    stage.entrance = stage.guild.add_channel("elsewhere")
    shown = await set_up_again(stage)
    assert f"<#{stage.entrance.id}>" in shown.text
    assert panel(stage)
    assert not stage.asker.sees(before)


async def test_a_panel_that_was_deleted_is_put_back_within_a_quarter_of_an_hour(
    stage: Stage,
) -> None:
    """Nobody tells the bot; it looks."""
    before = panel(stage)
    stage.guild.set_roles(stage.admin, [stage.moderators])
    await stage.admin.delete(before)
    await stage.settle()
    assert not stage.panels()
    await stage.pass_time(QUARTER)
    after = panel(stage)
    assert after.id != before.id
    assert (await stage.asker.press(after, "Ask for help")).form is not None


async def test_a_panel_that_was_deleted_meanwhile_is_put_back_at_the_start(stage: Stage) -> None:
    """What happened while the bot was away is looked at when it is back."""
    await stage.admin.delete(panel(stage))
    await stage.restart()
    await stage.settle()
    assert panel(stage)


async def test_looking_changes_nothing_where_it_stands(stage: Stage) -> None:
    """A day of looking sends nothing and edits nothing."""
    before = panel(stage)
    for _ in range(8):
        await stage.pass_time(QUARTER)
    assert panel(stage) == before
    sent = [
        exchange
        for exchange in stage.discord.traffic.exchanges
        if exchange.method in {"POST", "PATCH"}
        and f"/channels/{stage.entrance.id}/" in exchange.path
    ]
    assert len(sent) == 1


async def test_a_channel_where_the_bot_may_not_write_is_named_with_its_fix(
    bare_stage: Stage,
) -> None:
    """/setup says so, and the button tries again once it is mended."""
    bare_stage.entrance.set_overwrite("bot", deny=Permissions.SEND_MESSAGES)
    shown = await bare_stage.set_up()
    assert f"I couldn't put the panel into <#{bare_stage.entrance.id}>" in shown.text
    assert 'set "Send Messages" to ✓' in shown.text
    await bare_stage.pass_time(QUARTER)
    assert not bare_stage.panels()
    bare_stage.entrance.set_overwrite("bot", allow=Permissions.SEND_MESSAGES)
    again = (await bare_stage.admin.press(shown, "Check again")).message
    assert again is not None
    assert "I may do everything that I need" in again.text
    assert panel(bare_stage)


async def test_a_channel_where_everybody_writes_is_named_and_used_all_the_same(
    bare_stage: Stage,
) -> None:
    """It works, and would scroll away: the exact fix stands there."""
    bare_stage.entrance.set_overwrite(bare_stage.guild.everyone, deny=0)
    shown = await bare_stage.set_up()
    assert f"Everybody can write in <#{bare_stage.entrance.id}>" in shown.text
    assert '@everyone → set "Send Messages" to ✗' in shown.text
    assert panel(bare_stage)


async def test_a_lost_answer_does_not_double_it(bare_stage: Stage) -> None:
    """Discord stored the panel and its answer was lost: it is found, not sent again."""
    bare_stage.discord.faults.fail_next(
        "POST", f"/channels/{bare_stage.entrance.id}/messages", status="reset", stored=True
    )
    shown = await bare_stage.set_up()
    assert "Press the button to try again" in shown.text
    await bare_stage.pass_time(QUARTER)
    assert panel(bare_stage)


async def test_the_database_does_not_name_its_message(stage: Stage) -> None:
    """The message's id is sealed."""
    number = str(panel(stage).id)
    await stage.bot.desk.ctx.store.checkpoint()
    for file in (stage.folder / "data").glob("*.sqlite3*"):
        content = file.read_bytes()
        assert number.encode() not in content
        assert int(number).to_bytes(8, "big") not in content
