"""How an ask that waits reads for a listener who looks, wherever they look."""

from bot.discord_app.rendering.ask_summary import about_line
from bot.discord_app.rendering.reply import Button, Reply, Style
from bot.discord_app.rendering.words import Words
from bot.domain.asks import OwnWords
from bot.domain.first_questions import FirstState
from bot.domain.mornings import MorningWords
from bot.domain.notices import About
from bot.domain.shapes import Box
from bot.services.offers.access import ShownAsk


def take_button(words: Words, token: str) -> Button:
    """To take an ask."""
    return words.button("accept", token, Style.MAIN)


def ways_to_take(words: Words, token: str) -> tuple[Button, Button]:
    """To read an ask, and to take it."""
    return words.button("read_it", token), take_button(words, token)


def as_read(words: Words, shown: ShownAsk) -> Reply:
    """The words of an ask, what they asked about it or wrote for a morning, and what came of that.
    Everybody is offered to take it now or in the morning, whoever asks."""
    if shown.morning is not None:
        return _with_morning(words, shown, shown.morning)
    boxes, asked = words.boxes(shown.text), shown.question
    take = take_button(words, shown.token), words.button("in_their_morning", shown.token)
    if asked is None or asked.state is FirstState.DRAFT:
        return Reply("", boxes, (*take, words.button("ask_first", shown.token)))
    said = [("question", asked.words)]
    if asked.state is FirstState.ANSWERED:
        said.append(("answer", asked.answer))
    more = [
        Box(box.words, words(f"first.title_{which}"))
        for which, text in said
        for box in words.boxes(OwnWords(text or ""))
    ]
    text = words(f"first.yours.{asked.state}")
    return Reply(f"\n{text}", (*boxes, *more), (*take, words.button("no_thanks", shown.token)))


def _with_morning(words: Words, shown: ShownAsk, wrote: MorningWords) -> Reply:
    mine = [Box(box.words, words("morning.title")) for box in words.boxes(OwnWords(wrote.words))]
    text = words("morning.yours" if wrote.ready else "morning.held")
    return Reply(
        f"\n{text}",
        (*words.boxes(shown.text), *mine),
        (
            take_button(words, shown.token),
            words.button("morning_change", wrote.id),
            words.button("morning_back", wrote.id, Style.ENDING),
        ),
    )


def below_what_is_over(
    words: Words, over: str, about: About, token: str, *, offered: bool = False
) -> Reply:
    """That something is no longer available, or not wanted, and below it what else waits."""
    waits = words("listen.waits_instead", about=about_line(words, about))
    more = (words.button("not_now", token),) if offered else ()
    return Reply(f"{over}\n\n{waits}", buttons=(*ways_to_take(words, token), *more))


def somebody_waits(words: Words, shown: ShownAsk) -> Reply:
    """That somebody waits, and what can be done about it; never a word of the ask."""
    buttons = [*ways_to_take(words, shown.token)]
    if shown.offered:
        buttons.append(words.button("not_now", shown.token))
    if shown.more:
        buttons.append(words.button("next_waiting", choice=shown.place + 1))
    text = words("listen.waiting", about=about_line(words, shown.about))
    return Reply(text, buttons=tuple(buttons))
