"""Doing something to a private number: a form with the words that its person reads."""

from collections.abc import Callable, Mapping
from functools import partial

from bot.discord_app.components.custom_id import CustomId
from bot.discord_app.components.fields import Fields
from bot.discord_app.components.forms import Field, Form, paragraph
from bot.discord_app.interactions.context import DiscordContext
from bot.discord_app.interactions.declared import Audience, Declared
from bot.discord_app.interactions.handlers import Ack, Handler, OpensForm, Takes, UserAction
from bot.discord_app.moderation.moderate import must_moderate
from bot.discord_app.rendering.reply import Reply
from bot.domain.errors import OutOfDate
from bot.domain.ids import NumberId
from bot.domain.moderation import PAUSES, WORDS_AT_MOST, ActionKind
from bot.domain.rejected_forms import Answers as FormAnswers
from bot.services.moderation import actions, numbers
from bot.services.moderation.numbers import NumberShown

ACTIONS = {
    "warn_number": ActionKind.WARN,
    "pause_number": ActionKind.PAUSE,
    "ban_number": ActionKind.BAN,
    "lift_number": ActionKind.LIFT,
    "write_number": ActionKind.WRITE,
    "note_number": ActionKind.NOTE,
}
"""What each button and its form does, in the order in which they stand."""


class ActingOnNumbers:
    """What a moderator presses below a number."""

    declared = Declared(Audience.MODERATORS, ("moderator_action", "moderation_record"))

    def __init__(self, desk: DiscordContext, shown: Callable[[NumberShown], Reply]) -> None:
        self._desk = desk
        self._shown = shown
        self.commands: Mapping[str, Handler] = {}
        self.buttons: Mapping[str, Handler] = {
            action: OpensForm(partial(self._open, action)) for action in ACTIONS
        }
        self.forms: Mapping[str, Handler] = {
            action: Takes(Ack.REPLY, partial(self._act, kind), partial(self._blank, kind))
            for action, kind in ACTIONS.items()
        }

    async def _open(self, action: str, press: UserAction) -> Form:
        must_moderate(self._desk, press)
        return self._blank(ACTIONS[action], CustomId(action, press.token), {})

    def _blank(self, kind: ActionKind, custom_id: CustomId, answers: FormAnswers) -> Form:
        del answers  # it has the same fields for everybody
        words = self._desk.words
        reason = paragraph(
            "words",
            words(f"acting.{kind}.field_label"),
            words(f"acting.{kind}.description"),
            most=WORDS_AT_MOST,
            required=True,
        )
        return Form(custom_id, words(f"acting.{kind}.form_title"), (*self._length(kind), reason))

    def _length(self, kind: ActionKind) -> tuple[Field, ...]:
        if kind is not ActionKind.PAUSE:
            return ()
        words = self._desk.words
        lengths = {str(place): words.days(lasts) for place, lasts in enumerate(PAUSES)}
        return (Fields(words, "acting").one_of("length", lengths, "1"),)

    async def _act(self, kind: ActionKind, press: UserAction) -> Reply:
        must_moderate(self._desk, press)
        ctx, number = self._desk.ctx, NumberId(press.token)
        lasts = PAUSES[self._place(press)] if kind is ActionKind.PAUSE else None
        await actions.act(ctx, press.member, number, kind, press.text("words"), lasts)
        shown = self._shown(await numbers.get_number(ctx, press.member.guild, number))
        return Reply(
            f"{self._desk.words(f'acting.{kind}.done')}\n{shown.text}", shown.boxes, shown.buttons
        )

    def _place(self, press: UserAction) -> int:
        chosen = press.text("length")
        if chosen not in map(str, range(len(PAUSES))):
            raise OutOfDate
        return int(chosen)
