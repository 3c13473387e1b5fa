"""Private numbers as moderators see them: the list, one of them, and finding one that was said."""

from collections.abc import Mapping

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
from bot.discord_app.moderation.actions import ACTIONS
from bot.discord_app.moderation.box_pages import pages_of
from bot.discord_app.moderation.moderate import must_moderate
from bot.discord_app.rendering.reply import Button, Reply, Style
from bot.domain.asks import OwnWords
from bot.domain.ids import NumberId
from bot.domain.moderation import ActionKind, ModeratorAction
from bot.domain.private_numbers import WHOLE, written
from bot.domain.rejected_forms import Answers as FormAnswers
from bot.domain.shapes import Box
from bot.services.moderation import holding, numbers
from bot.services.moderation.numbers import NumberShown


class ShowingNumbers:
    """What a moderator presses who looks for somebody's number."""

    declared = Declared(Audience.MODERATORS, ("known_number", "moderator_action"))

    def __init__(self, desk: DiscordContext) -> None:
        self._desk = desk
        self.commands: Mapping[str, Handler] = {}
        self.buttons: Mapping[str, Handler] = {
            "numbers": Answers(Ack.UPDATE, self._list),
            "numbers_before": Answers(Ack.UPDATE, self._list),
            "numbers_after": Answers(Ack.UPDATE, self._list),
            "number": Answers(Ack.UPDATE, self._one),
            "number_more": Answers(Ack.UPDATE, self._one),
            "hold_talk": Answers(Ack.REPLY, self._hold),
            "talk_goes_on": Answers(Ack.REPLY, self._let_go_on),
            "find_number": OpensForm(self._open),
        }
        self.forms: Mapping[str, Handler] = {
            "find_number": Takes(Ack.REPLY, self._find, self._blank)
        }

    async def _list(self, press: UserAction) -> Reply:
        must_moderate(self._desk, press)
        words, guild = self._desk.words, press.member.guild
        page = await numbers.list_numbers(self._desk.ctx, guild, press.choice or 0, press.member)
        if not page.shown:
            ways = (words.button("find_number"), words.button("moderate"))
            return Reply(words("numbers.none"), buttons=ways)
        lines = [words("numbers.some"), *map(self._line, page.shown)]
        return Reply("\n".join(lines), buttons=(*self._ways(page), words.button("moderate")))

    def _ways(self, page: numbers.NumbersPage) -> list[Button]:
        button = self._desk.words.button
        ways = [
            button("number", one.known.id, number=written(one.known.number)) for one in page.shown
        ]
        ways += [button("numbers_before", choice=page.page - 1)] if page.page else []
        ways += [button("numbers_after", choice=page.page + 1)] if page.more else []
        return [*ways, button("find_number")]

    def _line(self, one: NumberShown) -> str:
        words = self._desk.words
        return words("numbers.line", number=written(one.known.number), how=self._how(one))

    def _how(self, one: NumberShown) -> str:
        """What holds against it now."""
        words, now = self._desk.words, self._desk.ctx.clock.now()
        held = next((done for done in one.actions if done.holds(now)), None)
        if held is None:
            return words("numbers.free")
        if held.until is not None:
            return words("numbers.paused", until=words.moment(held.until))
        return words("numbers.review" if held.is_due_for_review(now) else "numbers.banned")

    async def _one(self, press: UserAction) -> Reply:
        must_moderate(self._desk, press)
        key = NumberId(press.token)
        ctx, guild = self._desk.ctx, press.member.guild
        found = await numbers.get_number(ctx, guild, key, press.member)
        return self.shown(found, press.choice or 0)

    async def _hold(self, press: UserAction) -> Reply:
        must_moderate(self._desk, press)
        await holding.hold(self._desk.ctx, press.member, NumberId(press.token))
        return Reply(self._desk.words("numbers.held"))

    async def _let_go_on(self, press: UserAction) -> Reply:
        must_moderate(self._desk, press)
        await holding.let_go_on(self._desk.ctx, press.member, NumberId(press.token))
        return Reply(self._desk.words("numbers.goes_on"))

    def shown(self, one: NumberShown, page: int = 0) -> Reply:
        """A number, what was done to it, in pages, and what can be."""
        words = self._desk.words
        kind = "listener" if one.known.listens else "asker"
        who = {} if one.listener is None else {"name": f"<@{one.listener}>"}
        named = "_named" if who else ""
        lines = [
            words(f"numbers.{kind}{named}", number=written(one.known.number), **who),
            self._how(one),
            *([] if one.reachable else [words("numbers.unreachable")]),
            *([words("numbers.done")] if one.actions else [words("numbers.nothing_done")]),
        ]
        pages = pages_of([box for done in one.actions for box in self._boxes(done)])
        at, ways = min(page, len(pages) - 1), self._to_do(one)
        if at + 1 < len(pages):
            ways = (words.button("number_more", one.known.id, choice=at + 1), *ways)
        return Reply("\n".join(lines), tuple(pages[at]), ways)

    def _boxes(self, done: ModeratorAction) -> list[Box]:
        words = self._desk.words
        title = words(f"numbers.did.{done.kind}", when=words.long_date(done.made_at))
        said = words("numbers.erased") if done.words is None else done.words
        shown = [self._box(said, title)]
        if done.answer is not None:
            shown.append(self._box(done.answer, words("numbers.answered")))
        return shown

    def _box(self, said: str, title: str) -> Box:
        return Box(self._desk.words.boxes(OwnWords(said))[0].words, title)

    def _to_do(self, one: NumberShown) -> tuple[Button, ...]:
        button, now = self._desk.words.button, self._desk.ctx.clock.now()
        held = any(done.holds(now) for done in one.actions)
        out = set() if held else {ActionKind.LIFT}
        out |= set() if one.reachable else {ActionKind.WRITE}
        ways = [
            button(action, one.known.id)
            for action, kind in ACTIONS.items()
            if kind not in out | {ActionKind.BAN}
        ]
        talks = ("hold_talk", "talk_goes_on", "open_name") if one.reachable else ()
        ways += [button(action, one.known.id) for action in talks]
        ways.append(button("ban_number", one.known.id, Style.ENDING))
        return (*ways, button("numbers_before", choice=0))

    async def _open(self, press: UserAction) -> Form:
        must_moderate(self._desk, press)
        return self._blank(CustomId("find_number", self._desk.ctx.randomness.token()), {})

    def _blank(self, custom_id: CustomId, answers: FormAnswers) -> Form:
        del answers  # it has the same field for everybody
        words = self._desk.words
        line = Fields(words, "numbers").line("number", most=2 * WHOLE)
        return Form(custom_id, words("numbers.form_title"), (line,))

    async def _find(self, press: UserAction) -> Reply:
        must_moderate(self._desk, press)
        guild, typed = press.member.guild, press.text("number")
        return self.shown(await numbers.find_number(self._desk.ctx, guild, typed, press.member))
