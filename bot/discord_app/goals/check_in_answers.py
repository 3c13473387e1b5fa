"""The answers below a check-in: did it, partly, not yet."""

from collections.abc import Mapping
from functools import partial

from bot.discord_app.interactions.context import DiscordContext
from bot.discord_app.interactions.declared import Audience, Declared
from bot.discord_app.interactions.handlers import Ack, Answers, Handler, UserAction
from bot.discord_app.rendering.notice_buttons import check_in_buttons
from bot.discord_app.rendering.reply import Reply
from bot.domain.asks import OwnWords
from bot.domain.goals import Answer
from bot.domain.schedules import ScheduleState
from bot.services.goals import check_in_answers
from bot.services.goals.check_in_answers import Answered


class AnsweringCheckIns:
    """What somebody presses who is asked how it goes."""

    declared = Declared(Audience.EVERYBODY, ("check_in", "shown_text", "waiting"), ("goal",))

    def __init__(self, desk: DiscordContext) -> None:
        self._desk = desk
        self.commands: Mapping[str, Handler] = {}
        self.buttons: Mapping[str, Handler] = {
            "did_it": Answers(Ack.UPDATE, partial(self._answer, Answer.DID_IT)),
            "partly": Answers(Ack.UPDATE, partial(self._answer, Answer.PARTLY)),
            "not_yet": Answers(Ack.UPDATE, partial(self._answer, Answer.NOT_YET)),
        }
        self.forms: Mapping[str, Handler] = {}

    async def _answer(self, answer: Answer, press: UserAction) -> Reply:
        ctx = self._desk.ctx
        return self._shown(await check_in_answers.answer(ctx, press.user, press.token, answer))

    def _shown(self, answered: Answered) -> Reply:
        """In the place of the question: its buttons stay, so that the answer can be changed."""
        words, comes = self._desk.words, answered.state is ScheduleState.ON
        text, _ = words.encouragement(answered.text_id, answered.language)
        lines = [words(f"goal.answered.{answered.answer}", text=text), words("goal.can_change")]
        token, schedule = answered.check_in.token, answered.check_in.schedule
        return Reply(
            "\n".join(lines),
            words.boxes(None if answered.words is None else OwnWords(answered.words)),
            check_in_buttons(words, token, schedule, comes=comes, named=answered.words is not None),
        )
