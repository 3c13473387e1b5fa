"""What both sides of an open conversation press: writing in a form, and ending it."""

from collections.abc import Callable, Mapping

from bot.discord_app.components.custom_id import CustomId
from bot.discord_app.components.forms import Form
from bot.discord_app.conversations.writing import to_write
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
from bot.discord_app.rendering.reply import Reply, Style
from bot.domain.notices import Notice
from bot.domain.rejected_forms import Answers as FormAnswers
from bot.services.conversations import access, ending, write_form
from bot.services.conversations.giving_away import Withheld


class Talking:
    """What both sides of a conversation press."""

    declared = Declared(Audience.BOTH_SIDES, ("passed_on", "outbox", "again"))

    def __init__(self, desk: DiscordContext, render: Callable[[Notice], Reply]) -> None:
        self._desk = desk
        self._render = render
        self.commands: Mapping[str, Handler] = {}
        self.buttons: Mapping[str, Handler] = {
            "end": Answers(Ack.REPLY, self._ask_to_end),
            "end_now": Answers(Ack.UPDATE, self._end),
            "keep_talking": Answers(Ack.UPDATE, self._keep_talking),
            "write_to": OpensForm(self._open),
        }
        self.forms: Mapping[str, Handler] = {"write_to": Takes(Ack.REPLY, self._write, self._blank)}

    async def _open(self, press: UserAction) -> Form:
        alias = await access.get_partner_alias(self._desk.ctx, press.user, press.token)
        opened = CustomId("write_to", press.token, press.number)  # the same if it is sent twice
        return to_write(self._desk.words, opened, alias)

    def _blank(self, custom_id: CustomId, answers: FormAnswers) -> Form:
        del answers  # it has the same fields for everybody
        return to_write(self._desk.words, custom_id, self._desk.words("alias.of_them"))

    async def _write(self, press: UserAction) -> Reply:
        typed, words = press.text("words"), self._desk.words
        number = press.choice or press.number
        told = await write_form.write(self._desk.ctx, press.user, press.token, number, typed)
        if isinstance(told, Withheld):
            return self._render(told.notice)
        have_it = words("talk.write.have_it", alias=told.alias)
        if not told.dms_closed:
            return Reply(have_it)
        write = words.button("write_to", press.token, alias=told.alias)
        return Reply(have_it, buttons=(words.button("look_again", style=Style.MAIN), write))

    async def _ask_to_end(self, press: UserAction) -> Reply:
        names, way = await access.how_it_goes_on(self._desk.ctx, press.user, press.token)
        words, button = self._desk.words, self._desk.words.button
        return Reply(
            words(f"talk.{way}", names=names),
            buttons=(
                button("keep_talking", press.token),
                button("end_now", press.token, Style.ENDING),
            ),
        )

    async def _end(self, press: UserAction) -> Reply:
        alias = await ending.end_own(self._desk.ctx, press.user, press.token)
        return Reply(self._desk.words("talk.ended", alias=alias))

    async def _keep_talking(self, press: UserAction) -> Reply:
        alias = await access.get_partner_alias(self._desk.ctx, press.user, press.token)
        return Reply(self._desk.words("talk.goes_on", alias=alias))
