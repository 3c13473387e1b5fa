"""What comes by itself: something kind in the morning, and in the evening how a goal goes."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.demo.acts.resting import LONGEST
from bot.demo.cast import Part
from bot.demo.frames import said
from bot.demo.show import Show
from bot.local_discord import Message

ZONE, MORNING, EVENING = "Europe/Lisbon", "8:30", "18:30"
GOAL = "Ring my sister, even if only for five minutes."


async def come_by_themselves(show: Show) -> None:
    """Chosen one evening; next day both come at their local times, to one person alone."""
    asker = show.cast.asker
    await _choose(show, asker)
    await _set_a_goal(show, asker)
    show.saw_nothing("Nobody else sees what was chosen", show.cast.but(asker))
    await show.later(_until(show, MORNING), "The next morning, half past eight in Lisbon.")
    await _encouraged(show, asker)
    await show.later(_until(show, EVENING), "The same evening.")
    await _asked_how_it_goes(show, asker)
    show.saw_nothing("Nobody else sees any of it", show.cast.but(asker))


async def _choose(show: Show, asker: Part) -> None:
    shown = await show.run(asker, "encourage")
    form = await show.open_by(asker, shown, "every_day")
    values = {"schedule.form.at": MORNING, "schedule.form.zone": ZONE}
    answer = await show.fill(asker, form, values)
    named = ZONE in answer.text and f"<t:{_moment(show, MORNING)}:f>" in answer.text
    show.check("My schedule says when the first one comes", named, answer.text)
    await show.meets(asker, asker.person.dm, "notice.encouragements_begin")
    await show.beat()


async def _set_a_goal(show: Show, asker: Part) -> None:
    shown = await show.run(asker, "goal")
    form = await show.open_by(asker, shown, "set_goal")
    parts = {"goal": GOAL, "every": "1", "at": EVENING, "zone": ZONE}
    answer = await show.fill(asker, form, {f"goal.form.{key}": part for key, part in parts.items()})
    show.check("The goal stands in one's own words, for oneself", answer.ephemeral)
    await show.beat()


async def _encouraged(show: Show, asker: Part) -> None:
    came = await show.meets(asker, asker.person.dm, "notice.encouragement")
    decks = show.words.prompts.decks(show.words.prompts.default).values()
    text = (show.words.values(said(came), "notice.encouragement") or {}).get("text", "")
    known = any(text == entry.text for deck in decks for entry in deck.texts)
    show.check("A few kind words came by themselves, from the decks", known, said(came))
    show.check(f"Not longer than {LONGEST} characters", len(text) <= LONGEST)
    _check_buttons(show, came, "keep", "stop_encouragements")
    await show.beat()
    kept = await show.press(asker, came, "keep")
    show.check("One press keeps them", show.words("encourage.kept_now") == said(kept))
    await show.beat()


async def _asked_how_it_goes(show: Show, asker: Part) -> None:
    asked = await show.meets(asker, asker.person.dm, "notice.check_in")
    _check_buttons(show, asked, "did_it", "partly", "not_yet")
    await show.beat()
    answer = await show.press(asker, asked, "did_it")
    met = show.words.values(said(answer).split("\n-#")[0], "goal.answered.did_it")
    deck = show.words.prompts.decks(show.words.prompts.default)["accountability"]
    fits = {one.text for one in deck.texts if one.id in deck.answers["did_it"]}
    show.check(
        "“I did it” is met with something that fits",
        met is not None and met["text"] in fits,
        said(answer),
    )


def _check_buttons(show: Show, message: Message, *actions: str) -> None:
    labels = [one.label for one in message.buttons]
    wanted = [show.words(f"press.{action}.button") for action in actions]
    show.check(f"Below it stand {', '.join(wanted)}", labels[: len(wanted)] == wanted, str(labels))


def _moment(show: Show, at: str) -> int:
    return int((show.stage.clock.now() + _until(show, at)).timestamp())


def _until(show: Show, at: str) -> timedelta:
    """How long until the clock in Lisbon shows this next."""
    now = show.stage.clock.now().astimezone(ZoneInfo(ZONE))
    hour, minute = map(int, at.split(":"))
    today = datetime(now.year, now.month, now.day, hour, minute, tzinfo=ZoneInfo(ZONE))
    return (today if today > now else today + timedelta(days=1)) - now
