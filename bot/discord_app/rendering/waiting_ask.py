"""How an ask that waits reads for a listener who looks, wherever they look."""

from bot.discord_app.rendering.ask_summary import about_line
from bot.discord_app.rendering.reply import Button, Reply, Style
from bot.discord_app.rendering.words import Words
from bot.domain.asks import OwnWords
from bot.domain.first_questions import FirstQuestion, FirstState
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
    """The words of an ask, what they asked about it and wrote for a morning, and what came of that.
    Everybody is offered to take it now or in the morning, whoever asks."""
    asked, wrote = shown.question, shown.morning
    said, boxes = list[str](), [*words.boxes(shown.text)]
    if asked is not None and asked.state is not FirstState.DRAFT:
        said.append(words(f"first.yours.{asked.state}"))
        boxes += _asked(words, asked)
    if wrote is not None:
        said.append(words("morning.yours" if wrote.ready else "morning.held"))
        boxes += _titled(words, "morning.title", wrote.words)
    return Reply("".join(f"\n{one}" for one in said), tuple(boxes), _ways(words, shown))


def _asked(words: Words, asked: FirstQuestion) -> list[Box]:
    boxes = _titled(words, "first.title_question", asked.words)
    if asked.state is FirstState.ANSWERED:
        boxes += _titled(words, "first.title_answer", asked.answer)
    return boxes


def _titled(words: Words, title: str, text: str | None) -> list[Box]:
    return [Box(box.words, words(title)) for box in words.boxes(OwnWords(text or ""))]


def _ways(words: Words, shown: ShownAsk) -> tuple[Button, ...]:
    take, button, asked = take_button(words, shown.token), words.button, shown.question
    if shown.morning is not None:
        back = button("morning_back", shown.morning.id, Style.ENDING)
        return (take, button("morning_change", shown.morning.id), back)
    first = asked is None or asked.state is FirstState.DRAFT
    more = "ask_first" if first else "no_thanks"
    return (take, button("in_their_morning", shown.token), button(more, shown.token))


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
