"""What a listener asks before they accept, and what is answered: looked at as all words that go
from one side to the other, and kept as a draft where they tell something of their writer."""

from dataclasses import dataclass

from bot.domain.form_errors import NoWords, TooManyWords
from bot.domain.ids import FirstQuestionId, GuildId
from bot.domain.text import length
from bot.services.context import Context
from bot.services.conversations import passed_words
from bot.services.conversations.passed_words import Decided

ROOM_FOR_FIRST_WORDS = 500
"""Characters: one question, and one answer."""


@dataclass(frozen=True, slots=True)
class FirstWords:
    """What became of them: on their way, or, where `exact` are words that tell something of their
    writer, kept as a draft. `refused`: they show how to reach somebody, which the server does not
    allow. `answers`: they are an answer. `token`: a listener's, for the ask."""

    question: FirstQuestionId
    answers: bool = False
    words: str = ""
    exact: tuple[str, ...] = ()
    refused: bool = False
    token: str | None = None


def decide(ctx: Context, text: str, most: int = ROOM_FOR_FIRST_WORDS) -> Decided:
    """`most`: characters. Raises NoWords, TooManyWords."""
    decided = passed_words.decide(text, (), ctx.details)
    if not decided.parts:
        raise NoWords
    if length(decided.words) > most:
        raise TooManyWords(limit=most, length=length(decided.words))
    return decided


def stay(ctx: Context, guild: GuildId, decided: Decided, *, anyway: bool) -> tuple[bool, bool]:
    """Whether they do not go as they are, and whether they never do."""
    refused = decided.contact and not ctx.may_pass_contact(guild)
    return refused or (bool(decided.exact) and not anyway), refused
