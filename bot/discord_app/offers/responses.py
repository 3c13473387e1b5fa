"""Asks that a listener is told of: reading one, taking it, not now; and who is waiting."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from bot.discord_app.interactions.context import DiscordContext
from bot.discord_app.interactions.declared import Audience, Declared
from bot.discord_app.interactions.handlers import Ack, Answers, Handler, UserAction
from bot.discord_app.rendering.ask_summary import about_line
from bot.discord_app.rendering.reply import Reply
from bot.discord_app.rendering.waiting_ask import as_read, below_what_is_over, somebody_waits
from bot.domain.errors import NoLongerAvailable
from bot.services.offers import acceptance, enough, instead, joining, responses
from bot.services.offers.access import ShownAsk


class Offering:
    """What a listener presses about an ask."""

    declared = Declared(Audience.LISTENERS, ("conversation", "offer", "outbox", "happened"))

    def __init__(self, desk: DiscordContext) -> None:
        self._desk = desk
        self.commands: Mapping[str, Handler] = {}
        self.buttons: Mapping[str, Handler] = {
            "accept": Answers(Ack.REPLY, self._or_another(self._accept)),
            "read_it": Answers(Ack.REPLY, self._or_another(self._read)),
            "not_now": Answers(Ack.UPDATE, self._not_now),
            "no_thanks": Answers(Ack.UPDATE, self._no_thanks),
            "join_them": Answers(Ack.REPLY, self._join),
        }
        self.forms: Mapping[str, Handler] = {}

    def _or_another(
        self, work: Callable[[UserAction], Awaitable[Reply]]
    ) -> Callable[[UserAction], Awaitable[Reply]]:
        """Whoever comes too late is shown what else waits, whatever the cause."""

        async def shown(press: UserAction) -> Reply:
            try:
                return await work(press)
            except NoLongerAvailable as error:
                ctx = self._desk.ctx
                other = await instead.oldest_other(ctx, press.user, press.token, press.guild)
                if other is None:
                    raise
                words = self._desk.words
                over = words.refusal(error)
                return below_what_is_over(words, over, other.about, other.token)

        return shown

    async def _accept(self, press: UserAction) -> Reply:
        ctx = self._desk.ctx
        if press.guild is None:  # an offer, in direct messages
            accepted = await acceptance.accept_offered(ctx, press.user, press.token)
        else:
            accepted = await acceptance.accept(ctx, press.member, press.token)
        words = self._desk.words
        if press.guild is None:
            return Reply(words("listen.accepted", alias=accepted.alias))
        here = words.button("read_here", accepted.token)
        return Reply(words("listen.accepted_here", alias=accepted.alias), buttons=(here,))

    async def _read(self, press: UserAction) -> Reply:
        shown = await responses.read(self._desk.ctx, press.user, press.token)
        about = about_line(self._desk.words, shown.about)
        reply = as_read(self._desk.words, shown)
        return replace(reply, text=self._desk.words("listen.read", about=about) + reply.text)

    async def _join(self, press: UserAction) -> Reply:
        joined = await joining.join(self._desk.ctx, press.user, press.token)
        words, here = self._desk.words, self._desk.words.button("read_here", joined.token)
        buttons = () if press.guild is None else (here,)
        return Reply(words("listen.joined", alias=joined.alias), buttons=buttons)

    async def _not_now(self, press: UserAction) -> Reply:
        return self._declined(await responses.decline(self._desk.ctx, press.user, press.token))

    async def _no_thanks(self, press: UserAction) -> Reply:
        done = await responses.refuse(self._desk.ctx, press.user, press.token)
        also = self._desk.words("morning.erased_too") if done.erased else ""
        return self._declined(done.other, also)

    def _declined(self, other: ShownAsk | None, also: str = "") -> Reply:
        words = self._desk.words
        declined = f"{words('notice.offer_declined')} {also}".strip()
        if other is None:
            return Reply(declined)
        return below_what_is_over(words, declined, other.about, other.token, offered=True)


class WhoWaits:
    """What a listener presses to look who is waiting."""

    declared = Declared(Audience.LISTENERS, ("button",))

    def __init__(self, desk: DiscordContext) -> None:
        self._desk = desk
        self.commands: Mapping[str, Handler] = {}
        self.buttons: Mapping[str, Handler] = {
            "who_waits": Answers(Ack.REPLY, self._look),
            "next_waiting": Answers(Ack.UPDATE, self._look),
        }
        self.forms: Mapping[str, Handler] = {}

    async def _look(self, press: UserAction) -> Reply:
        shown = await responses.list_waiting_asks(self._desk.ctx, press.member, press.choice or 0)
        if shown is None:
            nobody = Reply(self._desk.words("listen.nobody_waits"))
            return await with_enough(self._desk, press, nobody, instead=True)
        return somebody_waits(self._desk.words, shown)


async def with_enough(
    desk: DiscordContext, press: UserAction, reply: Reply, *, instead: bool = False
) -> Reply:
    """That a listener has begun as many conversations as they may, below what they read or in its
    place; else it stays as it is."""
    until = await enough.of_member(desk.ctx, press.member)
    if until is None:
        return reply
    said = desk.words("listen.enough", until=desk.words.moment(until))
    return replace(reply, text=said if instead else f"{reply.text}\n{said}")
