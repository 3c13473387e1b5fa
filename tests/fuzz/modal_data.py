"""What comes back from a form, as Discord sends it, whatever was filled in.

Every form of the bot, with tokens that stand in the database, tokens that do not, and answers of
every shape that a form can bring. Each is taken or refused in words, never with a fault of ours;
what is shown fits into a message; and the form opens again with the same answers in it.
"""

from collections.abc import Iterable
from typing import Any

import discord

from bot.discord_app.components import custom_id as ids
from bot.discord_app.components.forms import answers, filled, modal
from bot.discord_app.forms.rejected import NotTaken
from bot.discord_app.interactions.handlers import Handler, Takes
from bot.discord_app.interactions.router import _press
from bot.discord_app.rendering.reply import Reply
from bot.domain.errors import OutOfDate, SupportError
from bot.gallery import wire
from bot.gallery.shown import Surface
from bot.gallery.world import Rooms
from tests.discord_app.test_kept_out import _found
from tests.fuzz.drawn import Drawn
from tests.fuzz.played import Played, connected

VALUES = (
    *("", "0", "1", "7", "-1", "9:00", "25:61", "UTC", "Europe/Rome", "yes"),
    *("growth", "support"),
)
"""What forms read, and what they nearly do."""


class Target:
    """Fills in every form."""

    def __init__(self, played: Played) -> None:
        self._played = played
        self._state = connected()
        self._forms = sorted(played.rooms.router.forms.items())
        look = played.rooms.ctx.store._database.read
        self._tokens = ["A" * 22, *played.run(lambda _: look(_found))]

    def seeds(self) -> Iterable[bytes]:
        """Each form once, with a token of each kind."""
        for number in range(len(self._forms)):
            yield bytes([0, number, number % len(self._tokens), 0, 0, 0, 1, 3, 2, 5, 1, 4, 9, 9])

    def check(self, data: bytes) -> None:
        """Raises whatever does not hold."""
        drawn = Drawn(data)
        if drawn.number(9) == 9:
            _reads(drawn.text(120))
            return
        name, handler = drawn.one_of(self._forms)
        token = drawn.one_of(self._tokens)
        choice = drawn.one_of((None, 0, 1, 2, 99))
        custom_id = ids.CustomId(name, token, choice)
        assert ids.parse(str(custom_id)) == custom_id, "another id than was sent"
        self._played.run(lambda rooms: self._fill(rooms, handler, custom_id, drawn))

    async def _fill(
        self, rooms: Rooms, handler: Handler, custom_id: ids.CustomId, drawn: Drawn
    ) -> None:
        assert isinstance(handler, Takes), "a form that is not taken"
        payload = _submitted(modal(handler.blank(custom_id, {})).to_dict(), drawn)
        interaction = self._sent(payload | {"custom_id": str(custom_id)}, drawn)
        press = _press(interaction, custom_id, answers(payload))
        given = press.answers
        assert given.keys() <= {one["component"]["custom_id"] for one in _labels(payload)}
        try:
            reply = await handler.work(press)
        except (SupportError, NotTaken) as error:
            cause = error.cause if isinstance(error, NotTaken) else error
            if not isinstance(cause, SupportError):
                raise cause from None
            reply = await rooms.router.refusal(handler, press, error)
        assert isinstance(reply, Reply)
        _fits(reply)
        modal(filled(handler.blank(custom_id, given), given)).to_dict()

    def _sent(self, payload: Any, drawn: Drawn) -> discord.Interaction[Any]:
        """https://docs.discord.com/developers/interactions/receiving-and-responding."""
        me, told = self._played.me, {"id": "1", "application_id": "2", "type": 5, "token": "x"}
        user = {"id": str(me.user), "username": "x", "discriminator": "0", "avatar": None}
        whole: Any = {**told, "version": 1, "attachment_size_limit": 1, "data": payload}
        if drawn.number(7) == 7:
            return discord.Interaction(data=whole | {"user": user}, state=self._state)
        member = {"user": user, "joined_at": None, "deaf": False, "mute": False, "flags": 0}
        roles = [str(one) for one in me.roles] + [str(drawn.id())] * drawn.number(1)
        may = str(1 << 5 if drawn.yes() else 0)
        whole["member"] = member | {"roles": roles, "permissions": may}
        whole["guild_id"] = str(me.story.guild)
        return discord.Interaction(data=whole, state=self._state)


def _reads(text: str) -> None:
    """Any id is one of ours, or out of date."""
    try:
        parsed = ids.parse(text)
    except OutOfDate:
        return
    assert ids.parse(str(parsed)) == parsed, "an id is not read as it is written"


def _labels(payload: Any) -> list[Any]:
    return [one for one in payload["components"] if "component" in one]


def _submitted(sent: Any, drawn: Drawn) -> Any:
    """A form as it comes back: https://docs.discord.com/developers/components/reference."""
    for label in _labels(sent):
        part = label["component"]
        options = [str(one["value"]) for one in part.pop("options", ())]
        if part["type"] == _TEXT:
            part["value"] = _line(drawn)
        elif part["type"] == _TICK:
            part["value"] = drawn.yes()
        elif part["type"] in _ONE:
            part["value"] = drawn.one_of([*options, None, _line(drawn)])
        elif part["type"] == _WORDS:
            part["values"] = [
                drawn.one_of([*options, _line(drawn)]) for _ in range(drawn.number(3))
            ]
        else:
            part["values"] = [str(drawn.id()) for _ in range(drawn.number(3))]
    return sent


_TEXT, _TICK, _ONE, _WORDS = 4, 23, (21,), 3


def _line(drawn: Drawn) -> str:
    return drawn.one_of(VALUES) if drawn.yes() else drawn.text(300)


def _fits(reply: Reply) -> None:
    texts = wire.texts(wire.message(reply, Surface.EPHEMERAL))
    assert sum(map(len, texts)) <= 4000, "more than a message holds"


def made() -> Target:
    """With everything that forms are about."""
    return Target(Played())
