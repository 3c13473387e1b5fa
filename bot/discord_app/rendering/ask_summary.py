"""What an offer tells about its ask, in words: kind, topic, language, and whether it is heavy."""

from datetime import datetime, timedelta

from bot.discord_app.rendering.reply import Reply
from bot.discord_app.rendering.words import Words
from bot.domain.asks import SOMETHING_ELSE, Here, Wishes
from bot.domain.community import WAITS
from bot.domain.notices import About


def here_line(
    words: Words,
    here: Here,
    first: str | None,
    first_for: timedelta,
    *,
    later: bool = False,
    likely: datetime | None = None,
) -> str:
    """Who is told of an ask: the listeners who are here, or one first, named by their alias.
    `later`: nobody is for some minutes. `likely`: when listeners are likely to be there next."""
    if first is not None:
        return words("ask.here.first", alias=first, length=words.length(first_for))
    told = words(f"ask.here.{here}")
    if likely is not None:
        told = f"{told} {words('ask.here.likely', when=words.moment(likely, 'f'))}"
    return f"{words('ask.here.goes_later')} {told}" if later else told


def about_line(words: Words, about: About | None) -> str:
    """What may be told before somebody reads it: never a word of the ask."""
    if about is None:
        return ""
    return "\n".join([words(f"about.{about.kind}"), *wishes_lines(words, about.wishes)])


def wishes_lines(words: Words, wishes: Wishes, heavy: str = "about.heavy") -> list[str]:
    """What the asker chose, a line each; `heavy` is the words for that, as listeners read them
    or as the asker does. A key that prompts/ no longer has is left out."""
    lines = []
    topics, languages = words.options("topic"), words.options("language")
    if wishes.topic in topics:
        lines.append(words("about.topic", topic=topics[wishes.topic]))
    if wishes.language in languages:
        lines.append(words("about.language", language=languages[wishes.language]))
    if learn := to_learn(words).get(wishes.learn):
        lines.append(words("about.learn", skill=learn))
    if wishes.heavy:
        lines.append(words(heavy))
    return lines


def to_learn(words: Words) -> dict[str, str]:
    """What an ask can say that it would like to learn, by its keys."""
    return {**words.options("skill"), SOMETHING_ELSE: words("learn.something_else")}


def held_reply(words: Words, usual: int | None) -> Reply:
    """An ask was posted, and a moderator looks at it before it goes out. `usual`: the step of how
    long that usually takes there; None where nobody can say."""
    ways = (words.button("conversations"), words.button("helplines"))
    text = f"{words('ask.held')} {usually(words, usual)}"
    return Reply(words.with_help(text), buttons=ways)


def usually(words: Words, step: int | None) -> str:
    """How long moderators usually take to look at an ask, by its step; None where that is not
    known."""
    if step is None:
        return words("ask.looked_at.unknown")
    if step >= len(WAITS):
        return words("ask.looked_at.longer", length=words.length(WAITS[-1]))
    return words("ask.looked_at.within", length=words.length(WAITS[step]))
