"""/goal: one's own goals: setting one, seeing them, changing, pausing and ending each."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from bot.discord_app.components.custom_id import CustomId
from bot.discord_app.components.fields import Fields
from bot.discord_app.components.forms import Form, paragraph
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
from bot.discord_app.schedules.fields import clock_fields, clock_values
from bot.domain.asks import OwnWords
from bot.domain.errors import OutOfDate
from bot.domain.goals import GOALS_AT_MOST, WORDS_AT_MOST, Goal
from bot.domain.guilds import Feature
from bot.domain.ids import ScheduleId
from bot.domain.rejected_forms import Answers as FormAnswers
from bot.domain.schedules import ScheduleState
from bot.domain.shapes import Box
from bot.services.asks import drafts
from bot.services.goals import goal as goals
from bot.services.goals import own
from bot.services.goals.own import OwnGoal


class GoalShown:
    """What a person presses who wants to be asked how it goes."""

    declared = Declared(
        Audience.EVERYBODY,
        ("goal", "check_in", "schedule", "schedule_day", "draft", "partner_draft"),
        ("goal",),
    )

    def __init__(self, desk: DiscordContext, preview: Callable[[drafts.Preview], Reply]) -> None:
        self._desk = desk
        self._preview = preview
        self.commands: Mapping[str, Handler] = {"goal": Answers(Ack.REPLY, self._look)}
        self.buttons: Mapping[str, Handler] = {
            "goal": Answers(Ack.REPLY, self._look),
            "my_goals": Answers(Ack.UPDATE, self._look_at_all),
            "see_goal": Answers(Ack.UPDATE, self._look),
            "set_goal": OpensForm(self._open_new),
            "another_goal": OpensForm(self._open_new),
            "change_goal": OpensForm(self._open),
            "pause_goal": Answers(Ack.UPDATE, self._pause),
            "goal_on": Answers(Ack.UPDATE, self._go_on),
            "find_partner": Answers(Ack.REPLY, self._find_partner),
            "end_goal": Answers(Ack.UPDATE, self._end_really),
            "keep_goal": Answers(Ack.UPDATE, self._look),
            "end_goal_now": Answers(Ack.UPDATE, self._end),
            "stop_check_ins": Answers(Ack.REPLY, self._stop_pressed),
        }
        self.forms: Mapping[str, Handler] = {"goal": Takes(Ack.REPLY, self._save, self._blank)}

    async def _look(self, press: UserAction) -> Reply:
        """The goal that the button names, the only one there is, or all of them."""
        mine = await own.get_goals(self._desk.ctx, press.user)
        named = [one for one in mine if one.goal.schedule.id == press.token]
        if named or len(mine) == 1:
            return self._shown((named or mine)[0], press)
        return self._all(mine)

    async def _look_at_all(self, press: UserAction) -> Reply:
        return self._all(await own.get_goals(self._desk.ctx, press.user))

    async def _open_new(self, press: UserAction) -> Form:
        await own.must_have_room(self._desk.ctx, press.user)
        key = self._desk.ctx.randomness.token()
        return self._form(CustomId("goal", key, press.number), None)

    async def _open(self, press: UserAction) -> Form:
        goal = await own.known(self._desk.ctx, press.user, press.token)
        return self._form(CustomId("goal", goal.schedule.id, press.number), goal)

    def _blank(self, custom_id: CustomId, answers: FormAnswers) -> Form:
        del answers  # it has the same fields for everybody
        return self._form(custom_id, None)

    def _form(self, custom_id: CustomId, goal: Goal | None) -> Form:
        words, fields = self._desk.words, Fields(self._desk.words, "goal")
        own_words = paragraph(
            "words",
            words("goal.form.goal.field_label"),
            words("goal.form.goal.description"),
            most=WORDS_AT_MOST,
            required=True,
            filled=goal.words if goal else "",
        )
        rhythm = goal.schedule.rhythm if goal else None
        every = fields.line("every", str(rhythm.every_days if rhythm else 1), most=30)
        return Form(
            custom_id, words("goal.form_title"), (own_words, every, *clock_fields(fields, rhythm))
        )

    async def _save(self, press: UserAction) -> Reply:
        mine = await goals.save(
            self._desk.ctx,
            press.user,
            ScheduleId(press.token),
            words=press.text("words"),
            every=press.text("every"),
            at=press.text("at"),
            zone=press.text("zone"),
        )
        return self._shown(mine, press)

    async def _pause(self, press: UserAction) -> Reply:
        return self._shown(await goals.pause(self._desk.ctx, press.user, press.token), press)

    async def _go_on(self, press: UserAction) -> Reply:
        return self._shown(await goals.go_on(self._desk.ctx, press.user, press.token), press)

    async def _find_partner(self, press: UserAction) -> Reply:
        """An ordinary ask, with words to begin with; nobody sees it before it is posted."""
        words, ctx = self._desk.words, self._desk.ctx
        mine = await own.get_goal(ctx, press.user, press.token)
        if not self._may_find(mine, press):
            raise OutOfDate
        goal = mine.goal
        await drafts.begin(ctx, press.member, goal.schedule.id)
        others = self._desk.servers_words(press.member.guild)
        text = others("goal.partner.ask", goal=goal.words)
        preview = await drafts.draft(ctx, press.member, text, "", for_goal=goal.schedule.id)
        reply = self._preview(preview)
        return replace(reply, text=f"{words('goal.partner.how')}\n{reply.text}")

    def _may_find(self, mine: OwnGoal, press: UserAction) -> bool:
        found = mine.partner is not None or mine.looks_for_partner
        return not found and self._desk.ctx.guilds.is_on(press.guild, Feature.PARTNERS)

    async def _stop_pressed(self, press: UserAction) -> Reply:
        words = self._desk.words
        stopped = await goals.stop_by(self._desk.ctx, press.user, press.token)
        return Reply(
            words("goal.stopped_now"), buttons=(words.button("goal", stopped.goal.schedule.id),)
        )

    async def _end_really(self, press: UserAction) -> Reply:
        goal = await own.known(self._desk.ctx, press.user, press.token)
        words, key = self._desk.words, goal.schedule.id
        return Reply(
            words("goal.end_really"),
            words.boxes(OwnWords(goal.words)),
            (
                words.button("keep_goal", key),
                words.button("end_goal_now", key, style=Style.ENDING),
            ),
        )

    async def _end(self, press: UserAction) -> Reply:
        left = await goals.end(self._desk.ctx, press.user, ScheduleId(press.token))
        return self._none("goal.ended", left)

    def _none(self, key: str, left: int = 0) -> Reply:
        button = self._desk.words.button
        others = (button("my_goals"),) if left else ()
        return Reply(self._desk.words(key), buttons=(button("set_goal", style=Style.MAIN), *others))

    def _all(self, mine: Sequence[OwnGoal]) -> Reply:
        """Each with its words and when it comes next, and a button that leads to it."""
        if not mine:
            return self._none("goal.none")
        words, lines, boxes, ways = self._desk.words, list[str](), list[Box](), list[Button]()
        for one in mine:
            number = one.goal.schedule.place + 1
            lines.append(self._line(one, number))
            title = words("goal.number", number=number)
            boxes += [replace(box, title=title) for box in words.boxes(OwnWords(one.goal.words))]
            ways.append(words.button("see_goal", one.goal.schedule.id, number=number))
        if len(mine) < GOALS_AT_MOST:
            ways.append(words.button("another_goal"))
        text = words("goal.several", limit=GOALS_AT_MOST)
        return Reply("\n".join((text, *lines)), tuple(boxes), tuple(ways))

    def _line(self, mine: OwnGoal, number: int) -> str:
        words, state = self._desk.words, mine.goal.schedule.state
        if mine.next is not None:
            return words("goal.line.on", number=number, next=words.moment(mine.next, "f"))
        return words(f"goal.line.{'resting' if mine.goal.resting else state}", number=number)

    def _shown(self, mine: OwnGoal, press: UserAction) -> Reply:
        words, goal = self._desk.words, mine.goal
        rhythm = goal.schedule.rhythm
        lines = [
            words("goal.shown"),
            words(
                "goal.rhythm",
                count=rhythm.every_days,
                **clock_values(words, rhythm, self._desk.ctx.clock.now()),
            ),
            self._state(mine),
            *self._lately(mine),
            *self._company(mine),
        ]
        ways = self._ways(mine, may_find=self._may_find(mine, press))
        return Reply("\n".join(lines), words.boxes(OwnWords(goal.words)), ways)

    def _state(self, mine: OwnGoal) -> str:
        words, goal = self._desk.words, mine.goal
        if mine.next is not None:
            return words("goal.next", next=words.moment(mine.next, "f"))
        key = "goal.resting" if goal.resting else f"goal.{goal.schedule.state}"
        return words(key, length=words.unreachable(self._desk.ctx.settings))

    def _lately(self, mine: OwnGoal) -> list[str]:
        """What was answered; what was not is nobody's fault, and not listed."""
        words = self._desk.words
        given = [words(f"goal.answer.{one.answer}") for one in mine.lately if one.answer]
        return [words("goal.lately", answers=words.all_of(given))] if given else []

    def _company(self, mine: OwnGoal) -> list[str]:
        words = self._desk.words
        if mine.partner is not None:
            return [words("goal.partner.there", alias=mine.partner)]
        return [words("goal.partner.looking")] if mine.looks_for_partner else []

    def _ways(self, mine: OwnGoal, *, may_find: bool) -> tuple[Button, ...]:
        button, schedule = self._desk.words.button, mine.goal.schedule
        on = schedule.state is ScheduleState.ON
        names = ["change_goal", "pause_goal" if on else "goal_on", "end_goal"]
        names += ["find_partner"] if may_find else []
        ways = [button(name, schedule.id) for name in names]
        ways += [button("another_goal")] if mine.among < GOALS_AT_MOST else []
        ways += [button("my_goals")] if mine.among > 1 else []
        return tuple(ways)
