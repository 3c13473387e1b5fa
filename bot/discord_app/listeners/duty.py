"""/listen: joining in three short steps, being on duty or off, resting, leaving."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from bot.discord_app.ages.in_form import AgeInForm
from bot.discord_app.components.custom_id import CustomId
from bot.discord_app.components.fields import Fields
from bot.discord_app.components.forms import TICKED, Field, Form
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
from bot.discord_app.offers.responses import with_enough
from bot.discord_app.rendering.reply import Button, Reply, Style
from bot.discord_app.rendering.waiting_ask import somebody_waits
from bot.domain.ages import Hears, hears
from bot.domain.errors import OutOfDate
from bot.domain.form_errors import NotAgreed
from bot.domain.listening import RESTS, Listener
from bot.domain.rejected_forms import Answers as FormAnswers
from bot.services.ages import admission
from bot.services.listeners import duty, still_glad
from bot.services.offers import arriving

A_DAY = timedelta(days=1)
AGREES = "agree"
GUIDE = ("listen.welcome", "listen.guide_two", "listen.guide_three")


class Listening:
    """What a listener presses about themselves."""

    declared = Declared(Audience.MEMBERS, ("listener", "happened"), ("listen",))

    def __init__(self, desk: DiscordContext) -> None:
        self._desk = desk
        self._age = AgeInForm(desk)
        self.commands: Mapping[str, Handler] = {"listen": Answers(Ack.REPLY, self._look)}
        self.buttons: Mapping[str, Handler] = {
            "listen": Answers(Ack.REPLY, self._look),
            "panel": Answers(Ack.UPDATE, self._look),
            "guide": Answers(Ack.UPDATE, self._guide),
            "join": OpensForm(self._open_join),
            "join_here": Answers(Ack.UPDATE, self._join_here),
            "duty": Answers(Ack.UPDATE, self._on_duty),
            "off_duty": Answers(Ack.UPDATE, self._off_duty),
            "rest": Answers(Ack.UPDATE, self._how_long),
            "rest_for": Answers(Ack.UPDATE, self._rest),
            "rest_over": Answers(Ack.UPDATE, self._rest_over),
            "leave": Answers(Ack.UPDATE, self._ask_to_leave),
            "still_glad": Answers(Ack.UPDATE, self._still_glad),
            "leave_now": Answers(Ack.UPDATE, self._leave),
            "stay": Answers(Ack.UPDATE, self._look),
        }
        self.forms: Mapping[str, Handler] = {"join": Takes(Ack.UPDATE, self._join, self._blank)}

    async def _look(self, press: UserAction) -> Reply:
        panel = self._panel(press, await duty.get_listener(self._desk.ctx, press.member))
        return await with_enough(self._desk, press, panel)

    async def _guide(self, press: UserAction) -> Reply:
        if press.choice is None or press.choice >= len(GUIDE):
            raise OutOfDate
        return self._step(press, press.choice)

    async def _open_join(self, press: UserAction) -> Form:
        admitted = admission.must_be_admitted(self._desk.ctx, press.member)
        asked = await self._age.asked(admitted)
        return self._agreement(CustomId("join", self._desk.ctx.randomness.token()), asked)

    def _blank(self, custom_id: CustomId, answers: FormAnswers) -> Form:
        return self._agreement(custom_id, self._age.again(answers))

    def _agreement(self, custom_id: CustomId, also: tuple[Field, ...]) -> Form:
        agrees = Fields(self._desk.words, "listen").tick(AGREES)
        return Form(custom_id, self._desk.words("listen.form_title"), (agrees, *also))

    async def _join(self, press: UserAction) -> Reply:
        await self._age.take(press, press.member)
        if press.text(AGREES) != TICKED:
            raise NotAgreed
        return self._panel(press, await duty.join(self._desk.ctx, press.member))

    async def _join_here(self, press: UserAction) -> Reply:
        joined = await duty.join(self._desk.ctx, press.member, without_dm=True)
        panel = self._panel(press, joined)
        return replace(panel, text=f"{self._desk.words('listen.joined_here')}\n\n{panel.text}")

    async def _on_duty(self, press: UserAction) -> Reply:
        choices = self._desk.ctx.settings.listeners.duty_choices
        if press.choice is None or press.choice >= len(choices):
            raise OutOfDate
        ctx, member = self._desk.ctx, press.member
        panel = self._panel(press, await duty.set_duty(ctx, member, choices[press.choice]))
        shown = await arriving.offer_oldest(ctx, member)
        if shown is None:
            return await with_enough(self._desk, press, panel)
        waits = somebody_waits(self._desk.words, shown)
        return Reply(f"{panel.text}\n\n{waits.text}", buttons=(*waits.buttons, *panel.buttons))

    async def _off_duty(self, press: UserAction) -> Reply:
        return self._panel(press, await duty.set_duty(self._desk.ctx, press.member, None))

    async def _still_glad(self, press: UserAction) -> Reply:
        panel = self._panel(press, await still_glad.stay(self._desk.ctx, press.member))
        return replace(panel, text=f"{self._desk.words('listen.glad')}\n\n{panel.text}")

    async def _how_long(self, press: UserAction) -> Reply:
        del press
        words = self._desk.words
        choices = [
            words.button("rest_for", choice=number, length=words.days(length))
            for number, length in enumerate(RESTS)
        ]
        return Reply(words("settings.rest_how_long"), buttons=(*choices, words.button("panel")))

    async def _rest(self, press: UserAction) -> Reply:
        if press.choice is None or press.choice >= len(RESTS):
            raise OutOfDate
        rests = await duty.rest(self._desk.ctx, press.member, RESTS[press.choice])
        return self._panel(press, rests)

    async def _rest_over(self, press: UserAction) -> Reply:
        return self._panel(press, await duty.rest(self._desk.ctx, press.member, None))

    async def _ask_to_leave(self, press: UserAction) -> Reply:
        del press
        button = self._desk.words.button
        return Reply(
            self._desk.words("listen.leave_really"),
            buttons=(button("stay"), button("leave_now", style=Style.ENDING)),
        )

    async def _leave(self, press: UserAction) -> Reply:
        await duty.leave(self._desk.ctx, press.member)
        return Reply(self._desk.words("listen.left"))

    def _step(self, press: UserAction, number: int) -> Reply:
        """A step of the guide; the last one holds what one agrees to."""
        words, next_step = self._desk.words, number + 1
        if next_step < len(GUIDE):
            further = words.button("guide", style=Style.MAIN, choice=next_step)
            return Reply(words(GUIDE[number]), buttons=(further,))
        text = words(GUIDE[number])
        if duty.looked_at_first(self._desk.ctx, press.member):
            text = f"{text}\n{words('listen.looked_at_first')}"
        return Reply(text, buttons=(words.button("join", style=Style.MAIN),))

    def _panel(self, press: UserAction, listener: Listener | None) -> Reply:
        if listener is None:
            return self._step(press, 0)
        shown = self._as_it_stands(listener)
        rule = self._desk.ctx.guilds.of(press.member.guild).ages
        heard = hears(rule, listener.age, approved=listener.approved_young)
        if heard is Hears.ALL:
            return shown
        return replace(shown, text=f"{shown.text}\n{self._desk.words(f'listen.hears.{heard}')}")

    def _as_it_stands(self, listener: Listener) -> Reply:
        words, button = self._desk.words, self._desk.words.button
        now = self._desk.ctx.clock.now()
        if listener.waits:
            lines = [words("listen.waits")]
            if now - listener.joined_at >= A_DAY:
                since = words.moment(listener.joined_at, "D")
                lines.append(words("listen.waits_since", since=since))
            return Reply("\n".join(lines), buttons=(button("settings"), button("leave")))
        always = (button("who_waits"), button("settings"), button("rest"), button("leave"))
        if listener.resting_until and listener.resting(now):
            text = words("listen.resting", until=words.moment(listener.resting_until))
            back = button("rest_over", style=Style.MAIN)
            return Reply(text, buttons=(back, button("settings"), button("leave")))
        if listener.on_duty_until and listener.on_duty(now):
            text = words("listen.on_duty", until=words.moment(listener.on_duty_until))
            return self._asking(listener, Reply(text, buttons=(button("off_duty"), *always)))
        off = Reply(words("listen.off_duty"), buttons=(*self._duties(), *always))
        return self._asking(listener, off)

    def _asking(self, listener: Listener, shown: Reply) -> Reply:
        """With the month's question, for whom it could not reach; rest and leaving are there."""
        if not listener.glad_here:
            return shown
        words = self._desk.words
        yes = words.button("still_glad", style=Style.MAIN)
        text = f"{shown.text}\n\n{words('listen.still_glad')}"
        return replace(shown, text=text, buttons=(yes, *shown.buttons))

    def _duties(self) -> list[Button]:
        return [
            self._desk.words.button(
                "duty", style=Style.MAIN, choice=number, length=self._desk.words.length(length)
            )
            for number, length in enumerate(self._desk.ctx.settings.listeners.duty_choices)
        ]
