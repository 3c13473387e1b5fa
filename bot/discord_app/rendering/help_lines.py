"""Help lines and emergency numbers as people read them, and the help card that has some in it."""

from collections.abc import Sequence

from bot.discord_app.rendering.words import Words
from bot.domain.notices import NoticeKind
from bot.helplines import DIRECTORY, Country, HelpLine, Opening

IN_A_CARD = 3
"""Help lines that stand in a card: few enough to choose from on a bad day. All of them are one
press away."""

CARD_AT_MOST = 1500
"""Characters: what stands below a card in the same message needs room, too. Discord's limit is 2000
(https://docs.discord.com/developers/resources/message#create-message)."""


def help_card(words: Words, kind: NoticeKind, code: str | None) -> str:
    """The words of a card, with help lines of the country whose lines its reader looked at last;
    with the directory where none is known."""
    head, country = words(f"notice.{kind}"), words.helplines.get(code or "")
    directory = words("helplines.directory", directory=f"<{DIRECTORY}>")
    if country is None:
        return f"{head}\n{directory}"
    numbers = emergency(words, country)
    title = words("care.lines_in", country=words.countries[country.code], numbers=numbers)
    card = f"{head}\n{title}"
    for line in _nearest(words, country)[:IN_A_CARD]:
        longer = f"{card}\n{shown(words, line)}"
        if len(longer) + len(directory) < CARD_AT_MOST:
            card = longer
    return f"{card}\n{directory}"


def emergency(words: Words, country: Country) -> str:
    """The emergency numbers of a country, in words."""
    kinds = (
        ("any", country.emergency),
        ("ambulance", country.ambulance),
        ("police", country.police),
    )
    return words.all_of(
        words(f"helplines.emergency.{kind}", numbers=words.one_of(f"**{one}**" for one in numbers))
        for kind, numbers in kinds
        if numbers
    )


def shown(words: Words, line: HelpLine) -> str:
    """A number stands on a line of its own: a phone offers to dial what is pressed there."""
    about = [
        *(_opening(words, one) for one in line.hours),
        words(f"helplines.cost.{line.cost}") if line.cost else "",
        words("helplines.checked", date=words.short_month(line.verified)),
    ]
    ways = [
        *(words("helplines.call", number=number) for number in line.phone),
        *([words("helplines.text", text=line.text)] if line.text else ()),
        *([f"<{line.web}>"] if line.web else ()),
    ]
    first = words("helplines.line", name=line.name, about=" · ".join(filter(None, about)))
    return "\n".join([first, *ways])


def _opening(words: Words, opening: Opening) -> str:
    if not opening.start:
        return words("helplines.always")
    days = words.weekdays(opening.days)
    return words("helplines.open", days=days, start=opening.start, end=opening.end)


def _nearest(words: Words, country: Country) -> Sequence[HelpLine]:
    """Those first that answer in the reader's language."""
    language = words.language.partition("-")[0]
    return sorted(country.lines, key=lambda line: language not in line.languages)
