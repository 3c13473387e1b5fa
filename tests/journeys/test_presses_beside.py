"""What the ways beside asking privately take, counted as in `test_presses.py`."""

from bot.local_discord import Message
from tests.journeys.open_asks import rules_in, texts, thread_of
from tests.journeys.stage import Stage
from tests.journeys.talking import talk, until
from tests.journeys.test_presses import Counted, below, newcomer, told


async def test_setting_a_goal(stage: Stage) -> None:
    """In one form; how often and when stand in it already."""
    member = Counted(stage, stage.asker)
    page = await member.run("goal", stage.asks)
    await member.press(page, "set_goal")
    shown = await member.send(words="Walk around the block", zone="Europe/Berlin")
    assert "Walk around the block" in shown.text
    told("setting a goal", member.taken)
    assert member.taken == (2, 1, 0)


async def test_help_lines_of_ones_country(stage: Stage) -> None:
    """Asked for once; from then on they are there with the first press."""
    member = Counted(stage, stage.asker)
    panel = stage.panels()[-1]
    everywhere = await member.press(panel, "helplines")
    await member.press(everywhere, "my_country")
    shown = await member.send(country="United Kingdom")
    assert "Samaritans" in shown.text
    told("help lines of one's country", member.taken)
    assert member.taken == (2, 1, 0)
    again = Counted(stage, stage.asker)
    assert "Samaritans" in (await again.press(panel, "helplines")).text
    told("help lines of one's country, again", again.taken)
    assert again.taken == (1, 0, 0)


async def test_an_open_ask_and_an_answer_without_a_name(openly: Stage) -> None:
    """One press more than a private ask: its words are shown to everybody only where somebody
    says so. An answer is a press and its words."""
    asker = newcomer(openly, "newly.here")
    await asker.press(openly.panels()[-1], "ask")
    preview = await asker.send(words="Who knows about lighthouses?", adult=True)
    preview = await asker.press(preview, "ask_openly")
    await asker.press(preview, "post")
    assert "Who knows about lighthouses?" in openly.post().text
    told("from the panel to an open ask", asker.taken)
    assert asker.taken == (3, 1, 0)
    thread = thread_of(openly)
    helper = Counted(openly, openly.other)
    await helper.press(rules_in(openly, thread, openly.other), "answer_unnamed")
    assert helper.form is not None
    await helper.send(**{helper.form.fields[0].names[1]: "Ask at the museum."})
    assert any("Ask at the museum." in text for text in texts(thread, openly.asker))
    told("an answer without a name", helper.taken)
    assert helper.taken == (1, 1, 0)


async def reported(stage: Stage) -> Message:
    """The card of a report, as moderators find it in their channel."""
    await talk(stage)
    listener = Counted(stage, stage.listener)
    draft = await listener.press(below(stage.listener, stage, "report"), "report")
    await listener.press(draft, "report_send")
    card = stage.words("notice.report_card")
    await until(stage, lambda: card in [one.content for one in stage.admin.sees(stage.staff)])
    return next(one for one in stage.admin.sees(stage.staff) if one.content == card)


async def test_an_action_on_a_report(stage: Stage) -> None:
    """From its card: what was said, then the action and its reason, in one form. It is on the
    number there, so that nobody has to find it."""
    moderator = Counted(stage, stage.admin)
    shown = await moderator.press(await reported(stage), "look_report")
    await moderator.press(shown, "warn_number")
    assert moderator.form is not None
    done = await moderator.send(**{moderator.form.fields[-1].names[1]: "Please stay kind."})
    assert done.text.startswith(stage.words("acting.warn.done"))
    told("an action on a report", moderator.taken)
    assert moderator.taken == (2, 1, 0)
