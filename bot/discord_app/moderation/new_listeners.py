"""Who would like to listen and waits for moderators, one by one: Approve, or Not now."""

from collections.abc import Mapping
from functools import partial

from bot.discord_app.components.custom_id import CustomId
from bot.discord_app.components.fields import form_for_words
from bot.discord_app.components.forms import Form
from bot.discord_app.interactions.context import DiscordContext
from bot.discord_app.interactions.declared import Audience, Declared
from bot.discord_app.interactions.handlers import (
    Ack,
    Answers,
    Handler,
    OpensForm,
    Takes,
    UserAction,
)
from bot.discord_app.moderation.moderate import must_moderate
from bot.discord_app.rendering.reply import Reply, Style
from bot.domain.moderation import WORDS_AT_MOST
from bot.domain.moderation_record import RecordedAct
from bot.domain.rejected_forms import Answers as FormAnswers
from bot.services.listeners import newcomers
from bot.services.moderation import record
from bot.storage.store import Tables


class LookingAtListeners:
    """What a moderator presses who decides whether somebody may listen."""

    declared = Declared(Audience.MODERATORS, ("listener",))

    def __init__(self, desk: DiscordContext) -> None:
        self._desk = desk
        self.commands: Mapping[str, Handler] = {}
        self.buttons: Mapping[str, Handler] = {
            "new_listeners": Answers(Ack.UPDATE, self._look),
            "new_listeners_after": Answers(Ack.UPDATE, self._look),
            "approve_listener": Answers(Ack.UPDATE, self._approve),
            "not_now_listener": OpensForm(self._open),
        }
        self.forms: Mapping[str, Handler] = {
            "not_now_listener": Takes(Ack.REPLY, self._not_now, self._blank)
        }

    async def _look(self, press: UserAction) -> Reply:
        must_moderate(self._desk, press)
        words, at = self._desk.words, press.choice or 0
        found = await newcomers.list_waiting(self._desk.ctx, press.member.guild)
        if not found:
            return Reply(words("new_listeners.none"), buttons=(words.button("moderate"),))
        at = min(at, len(found) - 1)
        one = found[at]
        ways = [
            words.button("approve_listener", one.token, Style.MAIN),
            words.button("not_now_listener", one.token, Style.ENDING),
        ]
        if at + 1 < len(found):
            ways.append(words.button("new_listeners_after", choice=at + 1))
        since = words.moment(one.since, "D")
        text = words("new_listeners.one_of", who=f"<@{one.user}>", since=since, count=len(found))
        return Reply(text, buttons=(*ways, words.button("moderate")))

    async def _approve(self, press: UserAction) -> Reply:
        must_moderate(self._desk, press)
        note = partial(self._note, press, RecordedAct.APPROVED_LISTENER)
        await newcomers.approve(self._desk.ctx, press.member, press.token, note)
        return self._done("new_listeners.is_approved")

    async def _open(self, press: UserAction) -> Form:
        must_moderate(self._desk, press)
        return self._blank(CustomId("not_now_listener", press.token), {})

    def _blank(self, custom_id: CustomId, answers: FormAnswers) -> Form:
        del answers  # it has the same field for everybody
        words, most = self._desk.words, WORDS_AT_MOST
        return form_for_words(words, custom_id, "new_listeners", most=most, required=True)

    async def _not_now(self, press: UserAction) -> Reply:
        must_moderate(self._desk, press)
        note = partial(self._note, press, RecordedAct.NOT_NOW_LISTENER)
        said = press.text("words")
        await newcomers.not_now(self._desk.ctx, press.member, press.token, said, note)
        return self._done("new_listeners.is_not_now")

    async def _note(self, press: UserAction, what: RecordedAct, tables: Tables) -> None:
        words = press.text("words")
        await record.note(self._desk.ctx, tables, press.member, what, press.token, words)

    def _done(self, key: str) -> Reply:
        words = self._desk.words
        ways = words.button("new_listeners_after", choice=0), words.button("moderate")
        return Reply(words(key), buttons=ways)
