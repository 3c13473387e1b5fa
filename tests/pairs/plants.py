"""Leaks that are planted, to see that a pair shows each: something in the bot knows who asks, and
lets it show in what goes to others.

Each changes a story that is over, on one side as on the other, as that side's asker is; where a
story has nothing of its kind in it, nothing is changed.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final, TypeAlias
from zlib import crc32

from bot.demo.wire import walk
from bot.local_discord import Exchange, Person
from bot.local_discord.members import Member
from tests.leaks.captured import Json
from tests.pairs.traces import NUMBER, Told
from tests.prepared import shipped

Change: TypeAlias = Callable[[Json, Person], object]
Plant: TypeAlias = Callable[[Told], Sequence[Exchange]]


TEXT: Final = 10
"""A part of a frame that is read."""


def shows(action: str, change: Change) -> Plant:
    """A message or an answer to others that has a button which does this is changed."""

    def plant(told: Told) -> Sequence[Exchange]:
        return [_changed(told, one, action, change) for one in told.sent]

    return plant


def _changed(told: Told, one: Exchange, action: str, change: Change) -> Exchange:
    behind = re.compile(rf'"1:{action}[.:]'.encode())
    if behind.search(one.body) is None or told.onlookers.received(one) is None:
        return one
    body = json.loads(one.body)
    message = body["data"] if isinstance(body.get("type"), int) else body
    if "content" in message or "components" in message:
        change(message, told.asker)
    return replace(one, body=json.dumps(body).encode())


def joined(asker: Person) -> Sequence[Member]:
    """The asker in the server; nothing once they left."""
    guilds = asker.server.world.guilds.values()
    return [one.members[asker.id] for one in guilds if asker.id in one.members]


def says(text: Callable[[Person], object]) -> Change:
    """It says something more."""

    def change(message: Json, asker: Person) -> None:
        words = worded(message)
        words["content"] = f"{words.get('content', '')} {text(asker)}"

    return change


def worded(message: Json) -> Json:
    """What holds its first words: a part of a frame, or the message itself."""
    return next((part for part in walk(message) if part.get("type") == TEXT), message)


def ordered(message: Json, asker: Person) -> None:
    """Buttons that stand in the order of what is behind a number, with the asker's id in it."""
    for row in (one for one in message["components"] if "components" in one):
        row["components"].sort(key=lambda one: crc32(f"{one.get('custom_id')}{asker.id}".encode()))


def run_together(message: Json, _: Person) -> None:
    """A number in another shape, which is not known as one."""
    run = NUMBER.sub(lambda found: found[0].replace(" ", ""), json.dumps(message))
    message.update(json.loads(run))


def pictured(message: Json, asker: Person) -> None:
    """The picture beside what somebody wrote."""
    message["embeds"] = [{"description": "x", "thumbnail": {"url": f"/a/{asker.avatar}.png"}}]


def styled(message: Json, asker: Person) -> None:
    """Buttons in another colour for those whose name has an even number of letters."""
    for part in walk(message):
        if part.get("type") == 2:
            part["style"] = 1 + len(asker.username) % 2


def in_their_language(key: str) -> Change:
    """A sentence in the language of whoever asks."""

    def change(message: Json, asker: Person) -> None:
        worded(message)["content"] = shipped().text(shipped().nearest(asker.locale), key)

    return change


def at(told: Told) -> Sequence[Exchange]:
    """What listeners are told comes a second later for every year of an account."""
    later = timedelta(seconds=told.asker.id >> 58)
    return [
        replace(one, at=one.at + later) if one.path.endswith("/messages") else one
        for one in told.sent
    ]


def reasons(told: Told) -> Sequence[Exchange]:
    """Whatever is changed has a name in the reason, for whoever may read what was done."""
    reason = {"X-Audit-Log-Reason": f"for {told.asker.username}"}
    return [
        replace(one, headers={**one.headers, **reason}) if one.method == "PATCH" else one
        for one in told.sent
    ]


def again(told: Told) -> Sequence[Exchange]:
    """A message in a channel is changed twice, for those who have a picture."""
    changes = [
        one
        for one in told.sent[told.steps[0] :]
        if one.method == "PATCH" and told.onlookers.received(one) is not None
    ][:1]
    if told.asker.avatar is None:
        changes = []
    return [*told.sent, *changes]


PLANTS: Final[Mapping[str, Plant]] = {
    "a mention in a report": shows("ask_back", says(lambda asker: f"<@{asker.id}>")),
    "the first letter of a name, where one is asked back": shows(
        "read_question", says(lambda asker: asker.username[0])
    ),
    "a name in a reason": reasons,
    "a picture in the channel": shows("accept", pictured),
    "a number that is not renamed": shows("number", run_together),
    "numbers sorted by id": shows("find_number", ordered),
    "how old an account is, in time": at,
    "their language in a card": shows("look_report", in_their_language("notice.report_card")),
    "their language in a list": shows("unblock", in_their_language("block.none")),
    "when they joined, above an ask to be looked at": shows(
        "let_it_out", says(lambda asker: [f"{one.joined_at:%Y-%m}" for one in joined(asker)])
    ),
    "how many roles they have, above a number": shows(
        "ban_number", says(lambda asker: [len(one.roles) for one in joined(asker)])
    ),
    "where their direct messages are, in a list": shows(
        "one_report", says(lambda asker: f"<#{asker.dm.id}>")
    ),
    "how long their name is, in a conversation": shows(
        "not_okay", says(lambda asker: " " * len(asker.username))
    ),
    "where their picture is, in a thread": shows(
        "answer_unnamed", says(lambda asker: asker.avatar)
    ),
    "a colour by their name": shows("number", styled),
    "one change more": again,
}
"""Each by what it shows and where."""
