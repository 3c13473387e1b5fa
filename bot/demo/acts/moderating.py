"""Somebody is unkind: it is ended and reported in one press, and moderators do something about it
without learning who anybody is."""

from datetime import timedelta

from bot.demo.frames import boxes
from bot.demo.identity import needles, search
from bot.demo.ledger import listed
from bot.demo.show import Show
from bot.local_discord import Message

WORDS = "The goal was a stupid idea. My sister did not pick up, and nothing here ever helps."
WISH = "Nothing."
UNKIND = "You get nothing out of your own life, so you come here to feel better than us."
SAID = "They wrote this after two lines. The rest was a bad day, I think."
QUESTION = "Was there anything before this line?"
ANSWER = "No. I said hello, and that was the reply."
WARNING = "Please write to people here as you'd like to be written to."
REASON = "Take a day. Nobody here is angry with you."


async def unkind(show: Show) -> None:
    """From one press to what becomes of it a day later."""
    await show.later(timedelta(days=2), "Two evenings later. It was a bad one.")
    opening = await _talk(show)
    sent = await _report(show, opening)
    shown = await _look(show, sent)
    shown = await _ask_back(show, shown)
    await _act(show, shown)
    await _is_felt(show)
    await show.later(timedelta(hours=25), "A day later. The pause is over by itself.")
    await _is_over(show)
    await _record(show)
    _check_reporter(show)


async def _talk(show: Show) -> Message:
    asker, helper = show.cast.asker, show.cast.listener
    parts = {"ask.form.words": WORDS, "ask.form.would_help": WISH}
    preview = await show.fill(asker, await show.open(asker, "ask"), parts)
    await show.press(asker, preview, "post")
    post = await show.meets(helper, show.stage.asks, "notice.ask_in_channel")
    await show.press(helper, post, "accept")
    opening = await show.meets(helper, helper.person.dm, "notice.you_accepted")
    await show.write(helper, "Hello. That sounds like a hard evening.")
    await show.hears(asker, "Hello. That sounds like a hard evening.")
    await show.write(asker, UNKIND)
    await show.hears(helper, UNKIND)
    await show.beat()
    return opening


async def _report(show: Show, opening: Message) -> Message:
    """Not okay files at once; what goes along is chosen after that, and seen before it goes."""
    helper, asker = show.cast.listener, show.cast.asker
    done = await show.press(helper, opening, "not_okay")
    await show.beat()
    card = await show.meets(show.cast.moderator, show.stage.staff, "notice.report_card")
    bare = not boxes(card) and UNKIND not in card.text
    show.check("One press ends it and tells the moderators that there is a report", bare)
    ended = await show.meets(asker, asker.person.dm, "notice.conversation_ended_asker")
    show.check(f"{asker.name} reads what everybody reads at an end", "report" not in ended.text)
    form = await show.open_by(helper, await show.press(helper, done, "report_add"), "report_say")
    draft = await show.fill(helper, form, {"report": SAID})
    draft = await show.press(helper, draft, "report_choose")
    place = next(n for n, words in enumerate(boxes(draft), 1) if words == UNKIND)
    draft = await show.press(helper, draft, "report_turn", number=str(place))
    draft = await show.press(helper, draft, "report_look")
    before = boxes(draft)
    show.check(
        f"{helper.name} sees exactly what goes before it does",
        before == [SAID, UNKIND],
        str(before),
    )
    read = await show.press(show.cast.moderator, card, "look_report")
    show.check("Until then moderators read nothing of it", not boxes(read), str(boxes(read)))
    await show.press(helper, draft, "report_send")
    await show.beat()
    return card


async def _look(show: Show, card: Message) -> Message:
    moderator = show.cast.moderator
    shown = await show.press(moderator, card, "look_report")
    await show.beat()
    read = boxes(shown)
    show.check("Then they read exactly that, and a number", read == [SAID, UNKIND], str(read))
    show.check("It stays between the bot and whoever looks", shown.ephemeral)
    return shown


async def _ask_back(show: Show, shown: Message) -> Message:
    moderator, helper = show.cast.moderator, show.cast.listener
    form = await show.open_by(moderator, shown, "ask_back")
    await show.fill(moderator, form, {"reports.ask_back": QUESTION})
    told = await show.meets(helper, helper.person.dm, "notice.report_question")
    question = await show.press(helper, told, "read_question")
    show.check(f"{helper.name} is asked back", boxes(question) == [QUESTION])
    form = await show.open_by(helper, question, "answer_question")
    await show.fill(helper, form, {"report.answer": ANSWER})
    await show.beat()
    card = await show.meets(moderator, show.stage.staff, "notice.report_card")
    again = await show.press(moderator, card, "look_report")
    read = boxes(again)
    show.check("The answer comes without a name", read[-2:] == [QUESTION, ANSWER], str(read))
    return again


async def _act(show: Show, shown: Message) -> None:
    """A warning, then a pause, both on the number alone."""
    moderator = show.cast.moderator
    form = await show.open_by(moderator, shown, "warn_number")
    done = await show.fill(moderator, form, {"acting.warn": WARNING})
    form = await show.open_by(moderator, done, "pause_number")
    day = {"acting.form.length": show.words("time.hours", count=24), "acting.pause": REASON}
    done = await show.fill(moderator, form, day)
    await show.beat()
    both = {WARNING, REASON} <= set(boxes(done))
    show.check("Both stand with the number, and no way from there to a name", both)


async def _is_felt(show: Show) -> None:
    asker = show.cast.asker
    early = show.all_of(asker, asker.person.dm, "notice.from_moderators")
    show.check("Nothing tells at once when that was", not early)
    refused = await show.run(asker, "ask")
    why = await show.press(asker, refused, "read_moderators")
    show.check(f"{asker.name} reads why, with their next /ask", boxes(why) == [REASON])
    labels = [one.label for one in refused.buttons]
    helped = show.words("press.helplines.button") in labels
    show.check("Help lines stay a press away", helped, listed(map(str, labels)))
    await show.beat()


async def _is_over(show: Show) -> None:
    asker = show.cast.asker
    told = show.all_of(asker, asker.person.dm, "notice.from_moderators")
    read = [boxes(await show.press(asker, one, "read_moderators")) for one in told]
    both = sorted(read) == sorted([[WARNING], [REASON]])
    show.check("By now both were told, hours later, and opened by a press", both, str(read))
    await show.open(asker, "ask")
    show.check("They can ask again", held=True)
    await show.beat()


async def _record(show: Show) -> None:
    moderator = show.cast.moderator
    looked = await show.run(moderator, "moderate")
    record = await show.press(moderator, looked, "record", count="3")
    await show.beat()
    acts = ("asked_back", "warn", "pause")
    stands = all(show.words(f"record.{one}") in record.text for one in acts)
    show.check("The record says what was done, and by whom", stands, record.text)


def _check_reporter(show: Show) -> None:
    """Of whoever asks, the search at the end looks through all that moderators ever saw."""
    moderator, reporter = show.cast.moderator, show.cast.listener
    hits = [
        f"{sight.place}: {hit}"
        for sight in show.ledger.seen_by(moderator, show.transcript.step)
        for hit in search(sight.raw, needles(reporter.identity))
    ]
    show.check(f"{moderator} learnt nothing of who reported", not hits, listed(hits))
