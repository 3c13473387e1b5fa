"""How are you after this? What a listener is answered, and what they can do for themselves."""

from collections.abc import Mapping

from bot.discord_app.asks.form_from_button import AskForm
from bot.discord_app.components.custom_id import CustomId
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
from bot.discord_app.rendering.reply import Button, Reply, Style
from bot.domain.errors import OutOfDate
from bot.domain.listening import RESTS
from bot.services.aftercare import listener_check
from bot.services.context import Member
from bot.services.listeners import duty


class AfterListening:
    """What stands below the end of a conversation, for its listener."""

    declared = Declared(Audience.LISTENERS, ("listener",))

    def __init__(self, desk: DiscordContext, form: AskForm) -> None:
        self._desk = desk
        self._form = form
        self.commands: Mapping[str, Handler] = {}
        self.buttons: Mapping[str, Handler] = {
            "i_am_fine": Answers(Ack.REPLY, self._fine),
            "i_am_tired": Answers(Ack.REPLY, self._tired),
            "it_weighs": Answers(Ack.REPLY, self._weighs),
            "rest_now": Answers(Ack.UPDATE, self._how_long),
            "rest_now_for": Answers(Ack.UPDATE, self._rest),
            "need_an_ear": OpensForm(self._open),
        }
        self.forms: Mapping[str, Handler] = {
            "need_an_ear": Takes(Ack.REPLY, self._submitted, form.blank)
        }

    async def _fine(self, press: UserAction) -> Reply:
        await listener_check.get_ended_conversation(self._desk.ctx, press.user, press.token)
        words, kept = self._desk.words, self._desk.ctx.settings.retention.closed_metadata
        return Reply(words("after_listening.fine", kept=words.days(kept)))

    async def _tired(self, press: UserAction) -> Reply:
        ways = await self._ways(press)
        return Reply(self._desk.words("after_listening.tired"), buttons=ways)

    async def _weighs(self, press: UserAction) -> Reply:
        ways = await self._ways(press)
        return Reply(self._desk.words("after_listening.weighs"), buttons=ways)

    async def _ways(self, press: UserAction) -> tuple[Button, ...]:
        """Rest, where they still listen; an ear; help lines. None of it is stored."""
        after = await listener_check.get_ended_conversation(self._desk.ctx, press.user, press.token)
        button = self._desk.words.button
        rest = (button("rest_now", press.token, Style.MAIN),) if after.listens else ()
        return (*rest, button("need_an_ear", press.token), button("helplines"))

    async def _how_long(self, press: UserAction) -> Reply:
        await listener_check.get_ended_conversation(self._desk.ctx, press.user, press.token)
        words = self._desk.words
        choices = [
            words.button("rest_now_for", press.token, choice=number, length=words.days(length))
            for number, length in enumerate(RESTS)
        ]
        return Reply(words("settings.rest_how_long"), buttons=tuple(choices))

    async def _rest(self, press: UserAction) -> Reply:
        ctx, words = self._desk.ctx, self._desk.words
        if press.choice is None or press.choice >= len(RESTS):
            raise OutOfDate
        after = await listener_check.get_ended_conversation(ctx, press.user, press.token)
        lasts = RESTS[press.choice]
        await duty.rest(ctx, Member(press.user, after.guild), lasts)
        return Reply(words("listen.resting", until=words.moment(ctx.clock.now() + lasts)))

    async def _open(self, press: UserAction) -> Form:
        after = await listener_check.get_ended_conversation(self._desk.ctx, press.user, press.token)
        return await self._form.opened(press, after.guild, CustomId("need_an_ear", press.token))

    async def _submitted(self, press: UserAction) -> Reply:
        after = await listener_check.get_ended_conversation(self._desk.ctx, press.user, press.token)
        return await self._form.submitted(press, after.guild)
