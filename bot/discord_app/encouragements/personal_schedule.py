"""My schedule: when encouragements come to one's direct messages, and how to have peace."""

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
from bot.discord_app.rendering.reply import Button, Reply, Style
from bot.discord_app.schedules.fields import (
    clock_values,
    days_chosen,
    rhythm_fields,
    taste_fields,
    taste_values,
)
from bot.domain.rejected_forms import Answers as FormAnswers
from bot.domain.schedules import Schedule, ScheduleState, today_in
from bot.services.encouragements import personal_schedule
from bot.services.encouragements.personal_schedule import OwnSchedule


class MySchedule:
    """What a person presses to have something kind come by itself."""

    declared = Declared(
        Audience.EVERYBODY,
        ("schedule", "schedule_theme", "schedule_day", "outbox"),
        ("encourage",),
    )

    def __init__(self, desk: DiscordContext) -> None:
        self._desk = desk
        self.commands: Mapping[str, Handler] = {}
        self.buttons: Mapping[str, Handler] = {
            "my_schedule": Answers(Ack.REPLY, self._look),
            "every_day": OpensForm(self._open),
            "change_schedule": OpensForm(self._open),
            "pause_schedule": OpensForm(self._open_pause),
            "schedule_on": Answers(Ack.UPDATE, self._go_on),
            "stop_schedule": Answers(Ack.UPDATE, self._stop),
            "stop_encouragements": Answers(Ack.REPLY, self._stop_pressed),
        }
        self.forms: Mapping[str, Handler] = {
            "every_day": Takes(Ack.REPLY, self._save, self._blank),
            "pause_schedule": Takes(Ack.REPLY, self._pause, self._blank_pause),
        }

    async def move(self, press: UserAction) -> Reply:
        """The time and the place were typed as options of the command, perhaps with a theme."""
        mine = await personal_schedule.move(
            self._desk.ctx,
            press.user,
            at=press.text("at"),
            zone=press.text("zone"),
            themes=press.all_chosen("theme"),
            guild=press.guild,
        )
        return self._shown(mine)

    async def _look(self, press: UserAction) -> Reply:
        return self._shown(await personal_schedule.get_schedule(self._desk.ctx, press.user))

    async def _open(self, press: UserAction) -> Form:
        known = (await personal_schedule.get_schedule(self._desk.ctx, press.user)).schedule
        return self._form(CustomId("every_day", self._desk.ctx.randomness.token()), known)

    def _blank(self, custom_id: CustomId, answers: FormAnswers) -> Form:
        del answers  # it has the same fields for everybody
        return self._form(custom_id, None)

    def _form(self, custom_id: CustomId, known: Schedule | None) -> Form:
        words, fields = self._desk.words, Fields(self._desk.words, "schedule")
        rhythm, taste = (known.rhythm, known.taste) if known else (None, None)
        shown = (*rhythm_fields(fields, words, rhythm), *taste_fields(fields, words, taste))
        return Form(custom_id, words("schedule.every_day.form_title"), shown)

    async def _save(self, press: UserAction) -> Reply:
        mine = await personal_schedule.save(
            self._desk.ctx,
            press.user,
            at=press.text("at"),
            zone=press.text("zone"),
            weekdays=days_chosen(press, self._desk.words),
            themes=press.all_chosen("themes"),
            language=next(iter(press.all_chosen("language")), self._desk.ctx.language),
            guild=press.guild,
        )
        return self._shown(mine)

    async def _open_pause(self, press: UserAction) -> Form:
        del press  # the form is the same for everybody
        return self._blank_pause(CustomId("pause_schedule", self._desk.ctx.randomness.token()), {})

    def _blank_pause(self, custom_id: CustomId, answers: FormAnswers) -> Form:
        del answers
        days = Fields(self._desk.words, "schedule.pause").line("days")
        return Form(custom_id, self._desk.words("schedule.pause_schedule.form_title"), (days,))

    async def _pause(self, press: UserAction) -> Reply:
        days = press.text("days")
        return self._shown(await personal_schedule.pause(self._desk.ctx, press.user, days))

    async def _go_on(self, press: UserAction) -> Reply:
        return self._shown(await personal_schedule.go_on(self._desk.ctx, press.user))

    async def _stop(self, press: UserAction) -> Reply:
        return self._shown(await personal_schedule.stop(self._desk.ctx, press.user))

    async def _stop_pressed(self, press: UserAction) -> Reply:
        # whichever message it was pressed on: a schedule of long ago may be erased by now
        await personal_schedule.stop(self._desk.ctx, press.user)
        words = self._desk.words
        return Reply(words("schedule.stopped_now"), buttons=(words.button("my_schedule"),))

    def _shown(self, mine: OwnSchedule) -> Reply:
        words, schedule = self._desk.words, mine.schedule
        if schedule is None:
            none = (words.button("every_day", style=Style.MAIN), words.button("kept"))
            return Reply(words("schedule.none"), buttons=none)
        text = words(
            "schedule.shown",
            **clock_values(words, schedule.rhythm, self._desk.ctx.clock.now()),
            days=words.weekdays(schedule.rhythm.weekdays),
            **taste_values(words, schedule.taste),
        )
        also = [] if mine.home is None else [words("schedule.with_suggestions")]
        lines = [text, *also, self._state(mine)]
        return Reply("\n".join(lines), buttons=self._ways(schedule))

    def _state(self, mine: OwnSchedule) -> str:
        words, schedule = self._desk.words, mine.schedule
        if schedule is None or mine.next is None:
            state = schedule.state if schedule else ScheduleState.STOPPED
            return words(f"schedule.{state}", length=words.unreachable(self._desk.ctx.settings))
        key = "schedule.paused" if self._is_paused(schedule) else "schedule.next"
        return words(key, next=words.moment(mine.next, "f"))

    def _is_paused(self, schedule: Schedule) -> bool:
        today = today_in(schedule.rhythm.zone, self._desk.ctx.clock.now())
        return schedule.paused_until is not None and today < schedule.paused_until

    def _ways(self, schedule: Schedule) -> tuple[Button, ...]:
        names = ["change_schedule", "kept"]
        resting = schedule.state is not ScheduleState.ON or self._is_paused(schedule)
        names.insert(0, "schedule_on" if resting else "pause_schedule")
        if schedule.state is ScheduleState.ON:
            names.append("stop_schedule")
        return tuple(self._desk.words.button(name) for name in names)
