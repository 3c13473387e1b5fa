"""A conversation inside the server: the last words, Write, Look again, and all that can be done in
it, on one message that only its reader sees. Each press is a new one, so its age does not matter.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.discord_app.components.custom_id import CustomId
from bot.discord_app.components.forms import Form
from bot.discord_app.components.views import of_image
from bot.discord_app.conversations.writing import to_write
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
from bot.domain.ids import OutboxId
from bot.domain.notices import Notice, NoticeKind
from bot.domain.reads_where import ReadsWhere
from bot.domain.rejected_forms import Answers as FormAnswers
from bot.domain.shapes import Box, in_lines
from bot.domain.text import length
from bot.services.conversations import images, overview, read_here, write_form
from bot.services.conversations.giving_away import Withheld
from bot.services.conversations.read_here import ConversationHere

ROOM = 2400
"""Characters for the words: of the 4000 of a message the rest is for what stands around them."""

BUTTONS_AT_MOST = 24


@dataclass(frozen=True, slots=True)
class WordsShown:
    """What of a conversation fits, the oldest first; `seen` is what was new of it."""

    texts: tuple[str, ...] = ()
    boxes: tuple[Box, ...] = ()
    buttons: tuple[Button, ...] = ()
    seen: tuple[OutboxId, ...] = ()


class ReadingHere:
    """What somebody presses who talks inside the server."""

    declared = Declared(Audience.BOTH_SIDES, ("kept", "person", "outbox", "passed_on"))

    def __init__(self, desk: DiscordContext, render: Callable[[Notice], Reply]) -> None:
        self._desk = desk
        self._render = render
        self.commands: Mapping[str, Handler] = {}
        self.buttons: Mapping[str, Handler] = {
            "read_here": Answers(Ack.REPLY, self._look),
            "look_here": Answers(Ack.UPDATE, self._look),
            "only_here": Answers(Ack.UPDATE, self._only_here),
            "by_messages": Answers(Ack.UPDATE, self._by_dm),
            "write_here": OpensForm(self._open),
        }
        self.forms: Mapping[str, Handler] = {
            "write_here": Takes(Ack.UPDATE, self._write, self._blank)
        }

    async def _look(self, press: UserAction) -> Reply:
        here = await read_here.open_here(self._desk.ctx, press.user, press.token)
        return await self._with_image(here, self._shown(press, here, self._where(here)))

    async def _with_image(self, here: ConversationHere, reply: Reply) -> Reply:
        """The image that is new, or the last one, below the words: an answer has room for one."""
        new = [one.notice for one in here.new if one.notice.kind is NoticeKind.IMAGE]
        read = [one for one in here.read if one.kind is NoticeKind.IMAGE]
        if not new and not read:
            return reply
        notice, shown = await images.draw_waiting(self._desk.ctx, new[0] if new else read[-1])
        if shown is not None:
            return replace(reply, file=of_image(shown))
        return replace(reply, text=f"{reply.text}\n-# {self._render(notice).text}")

    async def _only_here(self, press: UserAction) -> Reply:
        here = await read_here.choose_where(self._desk.ctx, press.user, press.token, by_dm=False)
        return self._shown(press, here, self._desk.words("here.chosen"))

    async def _by_dm(self, press: UserAction) -> Reply:
        here = await read_here.choose_where(self._desk.ctx, press.user, press.token, by_dm=True)
        return self._shown(press, here, self._desk.words("here.by_dm_again"))

    async def _open(self, press: UserAction) -> Form:
        here = await read_here.last_words(self._desk.ctx, press.user, press.token)
        opened = CustomId("write_here", press.token, press.number)  # the same if it is sent twice
        last = [one.notice for one in here.new] or here.read[-1:]
        texts = self._that_fit([self._text(self._render(one)) for one in last])
        return replace(to_write(self._desk.words, opened, here.alias), above="\n\n".join(texts))

    def _blank(self, custom_id: CustomId, answers: FormAnswers) -> Form:
        del answers  # it has the same fields for everybody
        return to_write(self._desk.words, custom_id, self._desk.words("alias.of_them"))

    async def _write(self, press: UserAction) -> Reply:
        ctx, number = self._desk.ctx, press.choice or press.number
        told = await write_form.write(ctx, press.user, press.token, number, press.text("words"))
        if isinstance(told, Withheld):
            held = self._render(told.notice)
            back = self._desk.words.button("look_here", press.token)
            *ways, for_nobody = held.buttons
            return replace(held, buttons=(*ways, back, for_nobody))
        here = await read_here.open_here(ctx, press.user, press.token)
        return self._shown(press, here, self._desk.words("talk.write.have_it", alias=here.alias))

    def _where(self, here: ConversationHere) -> str:
        """What one must know about where the next words come."""
        words = self._desk.words
        if not here.open:
            kept = self._desk.ctx.settings.conversations.message_ids_kept
            return words("here.over", alias=here.alias, kept=words.length(kept))
        if here.where is ReadsWhere.BY_DM:
            return words("here.by_dm", alias=here.alias)
        return words("here.only", alias=here.alias)

    def _shown(self, press: UserAction, here: ConversationHere, last: str) -> Reply:
        """The words, and below them a line of ours. They count as read once Discord took it."""
        words, shown = self._desk.words, self._words_shown(here)
        texts = list(shown.texts) or [words("here.nothing_yet", alias=here.alias)]
        left = len(here.new) - len(shown.seen)
        if left:
            last = words("mine.more_waits", count=left)
        buttons = self._buttons(press.token, here, shown.buttons, more=bool(left))
        text = "\n\n".join([*texts, f"-# {last}"])

        async def seen() -> None:
            await overview.have_seen(self._desk.ctx, press.user, shown.seen)

        return Reply(text, shown.boxes, buttons, once_shown=seen if shown.seen else None)

    def _words_shown(self, here: ConversationHere) -> WordsShown:
        """All that is new, from its oldest on; above it as much as there is room for."""
        shown, room, images_new = WordsShown(), ROOM, 0
        for one in here.new:
            images_new += one.notice.kind is NoticeKind.IMAGE
            reply = self._render(one.notice)
            text = self._text(reply)
            if shown.seen and (length(text) > room or images_new > 1):
                break
            room -= length(text)
            seen, buttons = (*shown.seen, one.id), (*shown.buttons, *_brought(here, reply))
            if room < 0 and reply.boxes:  # their own words then stand apart, as in a DM
                return WordsShown((reply.text,), reply.boxes, buttons, seen)
            shown = WordsShown((*shown.texts, text), (), buttons, seen)
        before = [self._render(one) for one in here.read]
        fitting = self._that_fit([self._text(one) for one in before], max(room, 0))
        left = before[len(before) - len(fitting) :]
        below = [button for one in left for button in _brought(here, one)]
        return replace(shown, texts=(*fitting, *shown.texts), buttons=(*below, *shown.buttons))

    def _that_fit(self, texts: Sequence[str], room: int = ROOM) -> list[str]:
        """The last of them."""
        fitting: list[str] = []
        for text in reversed(texts):
            room -= length(text) + 2
            if room < 0:
                break
            fitting.insert(0, text)
        return fitting

    def _text(self, reply: Reply) -> str:
        return in_lines(reply.text, reply.boxes)

    def _buttons(
        self, token: str, here: ConversationHere, of_words: Sequence[Button], *, more: bool
    ) -> tuple[Button, ...]:
        """What one does all the time, what the words brought, what is always there; the newest of
        those that do the same."""
        button, look = self._desk.words.button, Style.MAIN if more else Style.PLAIN
        write = button("write_here", token, Style.PLAIN if more else Style.MAIN)
        again = button("look_here", token, look)
        first = ((again, write) if more else (write, again)) if here.open else (again,)
        always = [button(action, token, away=self._away()) for action in _always(here)]
        ends = [button("end", token)] if here.open else []
        last = [button("conversations"), button("helplines")]
        known = {one.action for one in (*first, *always, *ends, *last)}
        brought = {one.action: one for one in of_words if one.action not in known}
        room = BUTTONS_AT_MOST - len(first) - len(always) - len(ends) - len(last)
        plain = [replace(one, style=Style.PLAIN) for one in brought.values()][-room:]
        return (*first, *plain, *always, *ends, *last)

    def _away(self) -> str:
        words, settings = self._desk.words, self._desk.ctx.settings
        return words.length(settings.conversations.listener_back_within)


def _brought(here: ConversationHere, reply: Reply) -> tuple[Button, ...]:
    """What words bring to be pressed; where it is over, nothing of those that could end it."""
    could_end = any(one.action == "end" for one in reply.buttons)
    return () if could_end and not here.open else reply.buttons


def _always(here: ConversationHere) -> tuple[str, ...]:
    """What can be done in every conversation, and with every one that is over."""
    if not here.open:
        return ("report",)
    where = "only_here" if here.where is ReadsWhere.BY_DM else "by_messages"
    listening = ("still_here", "back_soon", "what_to_say") if here.listening else ()
    return (*listening, where, "report", "not_okay")
