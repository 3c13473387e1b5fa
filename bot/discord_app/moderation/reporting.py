"""Reporting something: what a person presses, and exactly what moderators would read, before it is
sent."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial

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
from bot.discord_app.rendering.reply import Button, Reply, Style
from bot.discord_app.rendering.words import Words
from bot.domain.asks import OwnWords
from bot.domain.ids import GuildId, MessageId, ReportId, UserId
from bot.domain.moderation import WORDS_AT_MOST
from bot.domain.names import Name
from bot.domain.rejected_forms import Answers as FormAnswers
from bot.domain.reports import EVIDENCE_ADDED_WITHIN, Evidence, ReportState
from bot.domain.shapes import Box
from bot.services.context import Context
from bot.services.moderation import not_okay, reporting
from bot.services.moderation.not_okay import NotOkay
from bot.services.moderation.reported import SeenMessage
from bot.services.moderation.reporting import ReportDraft

Look = Callable[[Context, UserId, ReportId], Awaitable[ReportDraft]]


class Reporting:
    """What anybody presses who reports something, also from direct messages, and after they left
    the server or were kept out of it."""

    declared = Declared(Audience.EVERYBODY, ("report", "report_evidence", "words_before"))

    def __init__(self, desk: DiscordContext, guild_name: Callable[[GuildId], Name | None]) -> None:
        self._desk = desk
        self._guild_name = guild_name
        self.commands: Mapping[str, Handler] = {"report_this": Answers(Ack.REPLY, self._message)}
        self.buttons: Mapping[str, Handler] = {
            "report": Answers(Ack.REPLY, self._button),
            "not_okay": Answers(Ack.REPLY, self._not_okay),
            "report_add": Answers(Ack.UPDATE, partial(self._look, reporting.add)),
            "report_look": Answers(Ack.UPDATE, partial(self._look, reporting.look)),
            "report_say": OpensForm(self._open),
            "report_choose": Answers(Ack.UPDATE, self._choose),
            "report_turn": Answers(Ack.UPDATE, self._turn),
            "report_send": Answers(Ack.UPDATE, self._send),
            "report_leave": Answers(Ack.UPDATE, self._leave),
        }
        self.forms: Mapping[str, Handler] = {"report_say": Takes(Ack.REPLY, self._say, self._blank)}

    async def _button(self, press: UserAction) -> Reply:
        ctx = self._desk.ctx
        return self._shown(await reporting.from_button(ctx, press.user, press.guild, press.token))

    async def _message(self, press: UserAction) -> Reply:
        seen = SeenMessage(
            MessageId(int(press.text("message"))), press.text("shown"), bool(press.text("ours"))
        )
        ctx = self._desk.ctx
        return self._shown(await reporting.from_message(ctx, press.user, press.guild, seen))

    async def _not_okay(self, press: UserAction) -> Reply:
        done = await not_okay.press(self._desk.ctx, press.user, press.token)
        return after_not_okay(self._desk.words, done)

    async def _look(self, look: Look, press: UserAction) -> Reply:
        found = await look(self._desk.ctx, press.user, ReportId(press.token))
        return self._shown(found, press.choice or 0)

    async def _open(self, press: UserAction) -> Form:
        return self._blank(CustomId("report_say", press.token), {})

    def _blank(self, custom_id: CustomId, answers: FormAnswers) -> Form:
        del answers  # it has the same field for everybody
        words, most = self._desk.words, WORDS_AT_MOST
        return form_for_words(words, custom_id, "report", most=most, required=False)

    async def _say(self, press: UserAction) -> Reply:
        key = ReportId(press.token)
        said = await reporting.say(self._desk.ctx, press.user, key, press.text("words"))
        return self._shown(said)

    async def _choose(self, press: UserAction) -> Reply:
        draft = await reporting.look(self._desk.ctx, press.user, ReportId(press.token))
        return self._choices(draft, press.choice or 0)

    async def _turn(self, press: UserAction) -> Reply:
        key, place = ReportId(press.token), press.choice or 0
        draft = await reporting.turn(self._desk.ctx, press.user, key, place)
        before = sum(1 for other, _ in draft.offered if other < place)
        for number, page in enumerate(pages_of(self._offered(draft))):
            if before < len(page):
                return self._choices(draft, number)
            before -= len(page)
        return self._choices(draft)

    async def _send(self, press: UserAction) -> Reply:
        way = await reporting.send(self._desk.ctx, press.user, ReportId(press.token))
        words = self._desk.words
        return Reply(words(f"report.sent.{way}"), buttons=(words.button("helplines"),))

    async def _leave(self, press: UserAction) -> Reply:
        await reporting.leave(self._desk.ctx, press.user, ReportId(press.token))
        words = self._desk.words
        return Reply(words("report.left"), buttons=(words.button("helplines"),))

    def _shown(self, draft: ReportDraft, page: int = 0) -> Reply:
        """Exactly what moderators would read."""
        words, about = self._desk.words, draft.report.subject.about
        boxes = [*said_box(words, draft.said, "report"), *map(self._box, draft.chosen)]
        server = self._guild_name(draft.report.guild_id) or Name(words("server.unnamed"))
        lines = [
            words(f"report.about.{about}", server=server),
            words("report.who_reads"),
            words(f"report.names.{about}"),
            words(f"report.way.{draft.way}"),
            words("report.exactly" if boxes else "report.nothing_yet"),
        ]
        pages = pages_of(boxes)
        at = min(page, len(pages) - 1)
        ways = self._ways(draft)
        if at + 1 < len(pages):
            ways = (words.button("report_look", draft.report.id, choice=at + 1), *ways)
        return Reply("\n".join(lines), tuple(pages[at]), ways)

    def _ways(self, draft: ReportDraft) -> tuple[Button, ...]:
        button, key = self._desk.words.button, draft.report.id
        is_draft = draft.report.state is ReportState.DRAFT
        ways = [button("report_send", key, Style.MAIN)]
        if is_draft or not draft.report.words:
            ways.append(button("report_say", key))
        ways.append(button("report_choose", key, choice=0))
        return (*ways, button("report_leave", key), button("helplines"))

    def _choices(self, draft: ReportDraft, page: int = 0) -> Reply:
        words, key = self._desk.words, draft.report.id
        back = words.button("report_look", key, Style.MAIN)
        if not draft.offered:
            return Reply(words("report.nothing_to_choose"), buttons=(back,))
        pages = pages_of(self._offered(draft))
        at = min(page, len(pages) - 1)
        before = sum(map(len, pages[:at]))
        here = draft.offered[before : before + len(pages[at])]
        ways = [
            words.button("report_turn", key, _style(one), place, number=place + 1)
            for place, one in here
        ]
        if len(pages) > 1:
            following = (at + 1) % len(pages)
            ways.append(words.button("report_choose", key, choice=following))
        return Reply(words("report.choose"), tuple(pages[at]), (*ways, back))

    def _offered(self, draft: ReportDraft) -> Sequence[Box]:
        words, found = self._desk.words, list[Box]()
        for place, one in draft.offered:
            box = self._box(one)
            title = words("report.chosen", title=box.title) if one.chosen else box.title
            numbered = words("report.numbered", number=place + 1, title=title)
            found.append(Box(box.words, numbered))
        return found

    def _box(self, one: Evidence) -> Box:
        return evidence_box(self._desk.words, one)


def evidence_box(words: Words, one: Evidence) -> Box:
    """What somebody read, as its reporter and moderators are shown it."""
    shown = words.boxes(OwnWords(one.words))[0].words
    return Box(shown, words(f"report.evidence.{one.kind}"))


def said_box(words: Words, said: str | None, key: str) -> list[Box]:
    """What a reporter says, if they do."""
    if not said:
        return []
    return [Box(words.boxes(OwnWords(said))[0].words, words(f"{key}.words_title"))]


def _style(one: Evidence) -> Style:
    return Style.MAIN if one.chosen else Style.PLAIN


def after_not_okay(words: Words, done: NotOkay) -> Reply:
    """That it is over, and what became of the report."""
    lines, ways = [words("report.not_okay.done")], [words.button("helplines")]
    if done.report is not None:
        lines.append(words(f"report.sent.{done.way}"))
        lines.append(words("report.not_okay.add", kept=words.length(EVIDENCE_ADDED_WITHIN)))
        ways.insert(0, words.button("report_add", done.report, Style.MAIN))
    else:
        lines.append(words(f"report.not_okay.{done.way}"))
    return Reply("\n".join(lines), buttons=tuple(ways))
