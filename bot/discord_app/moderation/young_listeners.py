"""Which listeners may listen to people of 13 to 17: moderators approve each of them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from bot.discord_app.components.custom_id import CustomId
from bot.discord_app.components.fields import Fields
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
from bot.discord_app.rendering.reply import Reply
from bot.domain.errors import NotAListener
from bot.domain.ids import GuildId, UserId
from bot.domain.moderation_record import RecordedAct
from bot.domain.rejected_forms import Answers as FormAnswers
from bot.services.context import Member
from bot.services.listeners import approval
from bot.services.moderation import record
from bot.storage.store import Tables

AT_ONCE = 10
"""Listeners chosen in one form."""
PAGE = 50
"""Listeners in one answer: a message has at most 2,000 characters."""

_RECORDED = {True: RecordedAct.APPROVED_YOUNG, False: RecordedAct.YOUNG_NO_LONGER}


class ApprovingListeners:
    """What a moderator presses who decides who listens to the young."""

    declared = Declared(Audience.MODERATORS, ("listener",))

    def __init__(self, desk: DiscordContext) -> None:
        self._desk = desk
        self.commands: Mapping[str, Handler] = {}
        self.buttons: Mapping[str, Handler] = {
            "young_listeners": Answers(Ack.UPDATE, self._list),
            "young_after": Answers(Ack.UPDATE, self._list),
            "approve_listeners": OpensForm(self._open),
        }
        self.forms: Mapping[str, Handler] = {
            "approve_listeners": Takes(Ack.REPLY, self._approve, self._blank)
        }

    async def _list(self, press: UserAction) -> Reply:
        must_moderate(self._desk, press)
        return await self._shown(press.member.guild, press.choice or 0)

    async def _shown(self, guild: GuildId, page: int = 0) -> Reply:
        words, first = self._desk.words, page * PAGE
        approved = (await approval.approved_in(self._desk.ctx, guild))[first:]
        here = approved[:PAGE]
        text = words("young.some", people=self._named(here)) if here else words("young.none")
        more = (words.button("young_after", choice=page + 1),) if len(approved) > PAGE else ()
        return Reply(
            text, buttons=(*more, words.button("approve_listeners"), words.button("moderate"))
        )

    async def _open(self, press: UserAction) -> Form:
        must_moderate(self._desk, press)
        return self._blank(CustomId("approve_listeners", self._desk.ctx.randomness.token()), {})

    def _blank(self, custom_id: CustomId, answers: FormAnswers) -> Form:
        del answers  # it has the same fields for everybody
        words, fields = self._desk.words, Fields(self._desk.words, "young")
        both = (fields.people("approve", AT_ONCE), fields.people("no_longer", AT_ONCE))
        return Form(custom_id, words("young.form_title"), both)

    async def _approve(self, press: UserAction) -> Reply:
        must_moderate(self._desk, press)
        guild, strangers = press.member.guild, list[UserId]()
        for field, approved in (("approve", True), ("no_longer", False)):
            note = partial(self._note, press, _RECORDED[approved])
            for chosen in map(UserId, map(int, press.all_chosen(field))):
                number = self._desk.ctx.listener_number(Member(chosen, guild))
                try:
                    await approval.approve_for_young(
                        self._desk.ctx, number, note, approved=approved
                    )
                except NotAListener:
                    strangers.append(chosen)
        shown = await self._shown(guild)
        if not strangers:
            return shown
        said = self._desk.words("young.no_listeners", people=self._named(strangers))
        return replace(shown, text=f"{said}\n{shown.text}")

    async def _note(self, press: UserAction, what: RecordedAct, tables: Tables) -> None:
        await record.note(self._desk.ctx, tables, press.member, what)

    def _named(self, people: Sequence[UserId]) -> str:
        return self._desk.words.all_of(f"<@{one}>" for one in people)
