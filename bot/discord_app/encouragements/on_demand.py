"""/encourage: one encouragement for the person who asks for it, another, and those they keep."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from bot.discord_app.interactions.context import DiscordContext
from bot.discord_app.interactions.declared import Audience, Declared
from bot.discord_app.interactions.handlers import Ack, Answers, Handler, UserAction
from bot.discord_app.rendering.reply import Button, Reply
from bot.domain.guilds import Feature
from bot.services.encouragements import on_demand
from bot.services.encouragements.on_demand import ShownText

KEPT_ON_A_PAGE = 5


class Encouraging:
    """What a person presses to read something kind."""

    declared = Declared(Audience.EVERYBODY, ("shown_text", "kept_text"), ("encourage",))

    def __init__(
        self, desk: DiscordContext, schedule_it: Callable[[UserAction], Awaitable[Reply]]
    ) -> None:
        self._desk = desk
        self._schedule_it = schedule_it
        self.commands: Mapping[str, Handler] = {"encourage": Answers(Ack.REPLY, self._run)}
        self.buttons: Mapping[str, Handler] = {
            "encourage": Answers(Ack.REPLY, self._first),
            "another": Answers(Ack.UPDATE, self._another),
            "keep": Answers(Ack.REPLY, self._keep),
            "kept": Answers(Ack.REPLY, self._kept),
            "kept_page": Answers(Ack.UPDATE, self._kept),
            "let_go": Answers(Ack.UPDATE, self._let_go),
        }
        self.forms: Mapping[str, Handler] = {}

    async def _run(self, press: UserAction) -> Reply:
        wants_a_time = press.text("at") or press.text("zone")
        return await (self._schedule_it(press) if wants_a_time else self._first(press))

    async def _first(self, press: UserAction) -> Reply:
        return await self._show(press, press.text("theme"))

    async def _another(self, press: UserAction) -> Reply:
        return await self._show(press, press.which)

    async def _show(self, press: UserAction, theme: str) -> Reply:
        known = theme if theme in self._desk.words.decks else ""
        shown = await on_demand.show(self._desk.ctx, press.user, known or None, press.guild)
        button = self._desk.words.button
        mine = "my_schedule" if shown.has_schedule else "every_day"
        kept = (button("kept"),) if shown.keeps_some else ()
        open_here = self._desk.ctx.guilds.is_on(press.guild, Feature.SUGGESTIONS)
        suggest = (button("suggest"),) if open_here else ()
        report = (button("report_text", choice=shown.id),) if shown.by_member else ()
        suggested = (button("my_suggestions"),) if shown.suggested_some else ()
        return Reply(
            self._words_of(shown),
            buttons=(
                button("another", choice=known or None),
                button("keep", choice=shown.id),
                button(mine),
                *(*kept, *suggest, *suggested, *report),
            ),
        )

    async def _keep(self, press: UserAction) -> Reply:
        await on_demand.keep(self._desk.ctx, press.user, press.which)
        words = self._desk.words
        return Reply(words("encourage.kept_now"), buttons=(words.button("kept"),))

    async def _kept(self, press: UserAction) -> Reply:
        return self._page(await on_demand.kept(self._desk.ctx, press.user), press.choice or 0)

    async def _let_go(self, press: UserAction) -> Reply:
        return self._page(await on_demand.let_go(self._desk.ctx, press.user, press.which), 0)

    def _page(self, kept: Sequence[ShownText], place: int) -> Reply:
        words = self._desk.words
        if not kept:
            return Reply(words("encourage.none_kept"), buttons=(words.button("encourage"),))
        first = place if place < len(kept) else 0
        page = kept[first : first + KEPT_ON_A_PAGE]
        lines = [f"{number}. {self._line(one)}" for number, one in enumerate(page, first + 1)]
        buttons = [
            words.button("let_go", choice=one.id, number=number)
            for number, one in enumerate(page, first + 1)
        ]
        return Reply(
            "\n".join([words("encourage.all_kept", count=len(kept)), *lines]),
            buttons=(*buttons, *self._turning(first, len(kept))),
        )

    def _turning(self, first: int, total: int) -> tuple[Button, ...]:
        following = first + KEPT_ON_A_PAGE
        if total <= KEPT_ON_A_PAGE:
            return ()
        further = following if following < total else 0
        return (self._desk.words.button("kept_page", choice=further),)

    def _line(self, one: ShownText) -> str:
        return self._words_of(one) if one.by_member else one.text

    def _words_of(self, shown: ShownText) -> str:
        if shown.by_member:
            return self._desk.words.from_member(shown.text, shown.theme)
        return self._desk.words("encourage.shown", text=shown.text, theme=shown.theme)
