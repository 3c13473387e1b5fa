r"""How somebody's words look beside the bot's own, so that nobody takes one for the other.

The two shapes: a notice is made of lines that are no quote, and never has a box; somebody's words
are lines that are each a quote, or stand in a box of their own. As Discord reads a quote apart from
what is around it, and each box as well, no markup of the words reaches beyond them: an open code
block, spoiler or heading ends where they end.

Quotes are for what people write to each other: they show in a notification and in the preview of a
reply, and to those who have switched embeds off. Boxes (embeds; in answers, frames of their own)
are for an ask and what belongs to it, which may be longer than a message, and which no notification
should show.
"""

import re
from dataclasses import dataclass

A_LINE = 2
"""Characters that a quote adds to each line."""

_MARK = "> "
_LINE_END = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# What Discord's clients take for the beginning of a quoted line.
_QUOTED = re.compile(r" *>(?:>>)?(?!>>) ")


@dataclass(frozen=True, slots=True)
class Box:
    """Somebody's words, already escaped, in a frame that holds nothing else; `title` is ours."""

    words: str
    title: str = ""


def quoted(words: str) -> str:
    """Somebody's words, every line of them as a quote, also an empty one."""
    return "\n".join(_MARK + line for line in _LINE_END.split(words))


def under(ours: str, words: str) -> str:
    """A line of ours that says whose they are, and the words."""
    return f"{ours}\n{quoted(words)}"


def words_under(message: str) -> str:
    """What `under` put below its line, as somebody wrote it; nothing for any other message."""
    _, _, below = message.partition("\n")
    lines = below.split("\n")
    if not below or not all(line.startswith(_MARK.rstrip()) for line in lines):
        return ""
    return "\n".join(line.removeprefix(_MARK.rstrip()).removeprefix(" ") for line in lines)


def in_lines(ours: str, boxes: tuple[Box, ...]) -> str:
    """The same as boxes below a text of ours, where several messages are shown in one."""
    return "\n".join([ours, *(_in_lines(box) for box in boxes)])


def is_quoted(line: str) -> bool:
    """Whether Discord shows this line as a quote: the shape of words, never of a notice."""
    return _QUOTED.match(line) is not None


def _in_lines(box: Box) -> str:
    return under(f"**{box.title}**", box.words) if box.title else quoted(box.words)
