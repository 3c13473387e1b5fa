"""Reports as moderators see them: the list, one with what went along, and what can be done."""

from collections.abc import Callable, Mapping

from bot.discord_app.components.custom_id import CustomId
from bot.discord_app.components.fields import form_for_words
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
from bot.discord_app.moderation.box_pages import pages_of
from bot.discord_app.moderation.moderate import must_moderate
from bot.discord_app.moderation.reporting import evidence_box, said_box
from bot.discord_app.rendering.reply import Button, Reply
from bot.domain.asks import OwnWords
from bot.domain.ids import ReportId
from bot.domain.moderation import WORDS_AT_MOST
from bot.domain.rejected_forms import Answers as FormAnswers
from bot.domain.reports import Report
from bot.domain.shapes import Box
from bot.services.moderation import report_desk
from bot.services.moderation.numbers import NumberShown
from bot.services.moderation.report_desk import PAGE, ReportShown

_LISTS = ("reports", "reports_before", "reports_after")


class ShowingReports:
    """What a moderator presses who looks after reports."""

    declared = Declared(Audience.MODERATORS, ("report", "report_evidence", "report_question"))

    def __init__(self, desk: DiscordContext, number: Callable[[NumberShown], Reply]) -> None:
        self._desk = desk
        self._number = number
        self.commands: Mapping[str, Handler] = {}
        self.buttons: Mapping[str, Handler] = {
            **{name: Answers(Ack.UPDATE, self._list) for name in _LISTS},
            "look_report": Answers(Ack.REPLY, self._one),
            "one_report": Answers(Ack.UPDATE, self._one),
            "report_more": Answers(Ack.UPDATE, self._one),
            "nothing_to_do": Answers(Ack.UPDATE, self._leave),
            "ask_back": OpensForm(self._open),
        }
        self.forms: Mapping[str, Handler] = {
            "ask_back": Takes(Ack.REPLY, self._ask_back, self._blank)
        }

    async def _list(self, press: UserAction) -> Reply:
        must_moderate(self._desk, press)
        words, ctx = self._desk.words, self._desk.ctx
        page = await report_desk.list_reports(ctx, press.member, press.choice or 0)
        if not page.reports:
            return Reply(words("reports.none"), buttons=(words.button("moderate"),))
        lines, ways = [words("reports.some")], list[Button]()
        for number, one in enumerate(page.reports, start=page.page * PAGE + 1):
            answered = words("reports.answered") if one.id in page.answered else ""
            lines.append(self._line(one, number, answered))
            ways.append(words.button("one_report", one.id, number=number))
        ways += [words.button("reports_before", choice=page.page - 1)] if page.page else []
        ways += [words.button("reports_after", choice=page.page + 1)] if page.more else []
        return Reply("\n".join(lines), buttons=(*ways, words.button("moderate")))

    def _line(self, one: Report, number: int, answered: str) -> str:
        words = self._desk.words
        about, since = words(f"reports.about.{one.subject.about}"), words.moment(one.sent_at)
        return words("reports.line", number=number, about=about, since=since, answered=answered)

    async def _one(self, press: UserAction) -> Reply:
        must_moderate(self._desk, press)
        ctx, key = self._desk.ctx, ReportId(press.token)
        shown = await report_desk.open_report(ctx, press.member, key)
        return self._shown(shown, press.choice or 0)

    def _shown(self, shown: ReportShown, page: int = 0) -> Reply:
        words, report = self._desk.words, shown.report
        pages = pages_of(self._boxes(shown))
        at = min(page, len(pages) - 1)
        number = self._number(shown.number)
        about, since = words(f"reports.about.{report.subject.about}"), words.moment(report.sent_at)
        lines = [
            words("reports.shown", about=about, since=since),
            *([] if report.words else [words("reports.no_words")]),
            *([] if shown.evidence else [words("reports.no_evidence")]),
            *([] if shown.answerable else [words("reports.nobody_to_ask")]),
            number.text.partition("\n")[0],
        ]
        more = (
            [words.button("report_more", report.id, choice=at + 1)] if at + 1 < len(pages) else []
        )
        return Reply("\n".join(lines), tuple(pages[at]), (*more, *self._to_do(shown, number)))

    def _boxes(self, shown: ReportShown) -> list[Box]:
        words = self._desk.words
        boxes = [
            *said_box(words, shown.report.words, "reports"),
            *(evidence_box(words, one) for one in shown.evidence),
        ]
        for one in shown.questions:
            when = words.long_date(one.made_at)
            boxes.append(self._box(one.words, words("reports.asked", when=when)))
            if one.answer is not None:
                boxes.append(self._box(one.answer, words("reports.their_answer")))
        return boxes

    def _box(self, said: str, title: str) -> Box:
        return Box(self._desk.words.boxes(OwnWords(said))[0].words, title)

    def _to_do(self, shown: ReportShown, number: Reply) -> tuple[Button, ...]:
        button, key = self._desk.words.button, shown.report.id
        ways = [button("nothing_to_do", key)]
        if shown.answerable:
            ways.append(button("ask_back", key))
        about = shown.number.known.id
        acting = [one for one in number.buttons if one.token == about and one.choice is None]
        return (*ways, *acting, button("reports_before", choice=0))

    async def _leave(self, press: UserAction) -> Reply:
        must_moderate(self._desk, press)
        await report_desk.decide_nothing(self._desk.ctx, press.member, ReportId(press.token))
        words = self._desk.words
        return Reply(words("reports.left"), buttons=(words.button("reports_before", choice=0),))

    async def _open(self, press: UserAction) -> Form:
        must_moderate(self._desk, press)
        return self._blank(CustomId("ask_back", press.token), {})

    def _blank(self, custom_id: CustomId, answers: FormAnswers) -> Form:
        del answers  # it has the same field for everybody
        words, most, key = self._desk.words, WORDS_AT_MOST, "reports.ask_back"
        return form_for_words(words, custom_id, key, most=most, required=True)

    async def _ask_back(self, press: UserAction) -> Reply:
        must_moderate(self._desk, press)
        key = ReportId(press.token)
        await report_desk.ask_back(self._desk.ctx, press.member, key, press.text("words"))
        return Reply(self._desk.words("reports.ask_back.done"))
