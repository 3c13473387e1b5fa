"""What closed direct messages kept from somebody, shown under My conversations part by part."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.discord_app.components.views import of_image
from bot.discord_app.interactions.context import DiscordContext
from bot.discord_app.interactions.declared import Audience, Declared
from bot.discord_app.interactions.handlers import Ack, Answers, Handler, UserAction
from bot.discord_app.rendering.reply import AttachedFile, Button, Reply, Style
from bot.domain.ids import OutboxId
from bot.domain.notices import Notice, NoticeKind
from bot.domain.shapes import Box, in_lines
from bot.domain.text import length
from bot.services.conversations import images, overview
from bot.services.conversations.overview import WaitingMessage

ROOM = 1900
"""Characters for what waits; what does not fit shows on the next press."""

BUTTONS_AT_MOST = 23
"""Two of the 25 are for looking again and for the way back."""


@dataclass(frozen=True, slots=True)
class ListedPage:
    """What of all that waits is shown at once."""

    read: str = ""
    boxes: tuple[Box, ...] = ()
    buttons: tuple[Button, ...] = ()
    shown: tuple[OutboxId, ...] = ()


class ReadingWhatWaits:
    """What somebody presses to read it."""

    declared = Declared(Audience.EVERYBODY, ("button", "person"))

    def __init__(self, desk: DiscordContext, render: Callable[[Notice], Reply]) -> None:
        self._desk = desk
        self._render = render
        self.commands: Mapping[str, Handler] = {}
        self.buttons: Mapping[str, Handler] = {
            "show_waiting": Answers(Ack.UPDATE, self._show_waiting),
            "look_again": Answers(Ack.UPDATE, self._show_waiting),
        }
        self.forms: Mapping[str, Handler] = {}

    async def _show_waiting(self, press: UserAction) -> Reply:
        """The oldest that fit. They are erased once Discord took the answer, not before."""
        kept = await overview.waiting_for_me(self._desk.ctx, press.user)
        words = self._desk.words
        if not kept:
            again = (words.button("look_again"), words.button("conversations"))
            return Reply(words("mine.nothing_waits"), buttons=again)
        page, file = self._page(kept), None
        if kept[0].notice.kind is NoticeKind.IMAGE:
            page, file = await self._image(kept[0])
        left, read, buttons = len(kept) - len(page.shown), page.read, [*page.buttons]
        if left:
            read += f"\n\n{words('mine.more_waits', count=left)}"
            buttons.append(words.button("show_waiting", style=Style.MAIN))
        else:
            buttons.append(words.button("look_again"))
        buttons.append(words.button("conversations"))

        async def erase() -> None:
            await overview.have_seen(self._desk.ctx, press.user, page.shown)

        return Reply(read, page.boxes, tuple(buttons), once_shown=erase, file=file)

    async def _image(self, kept: WaitingMessage) -> tuple[ListedPage, AttachedFile | None]:
        """An image stands alone, as an answer has room for one file."""
        notice, shown = await images.draw_waiting(self._desk.ctx, kept.notice)
        page = self._page([replace(kept, notice=notice)])
        return page, None if shown is None else of_image(shown)

    def _page(self, kept: Sequence[WaitingMessage]) -> ListedPage:
        """As many of the oldest as fit, with their buttons and, for each writer, one to answer."""
        page = ListedPage()
        for one in kept:
            reply = self._render(one.notice)
            answer = self._answer(one)
            new = [] if answer is None or answer in page.buttons else [answer]
            more = f"{page.read}\n\n{in_lines(reply.text, reply.boxes)}".strip()
            long = length(more) > ROOM
            buttons = (*page.buttons, *reply.buttons, *new)
            is_image = one.notice.kind is NoticeKind.IMAGE
            if page.shown and (is_image or long or len(buttons) > BUTTONS_AT_MOST):
                break
            shown = (*page.shown, one.id)
            if long and reply.boxes:  # their own words then stand apart, as in a DM
                return ListedPage(reply.text, reply.boxes, buttons, shown)
            page = ListedPage(more, (), buttons, shown)
        return page

    def _answer(self, kept: WaitingMessage) -> Button | None:
        if kept.answer is None:
            return None
        alias = kept.notice.alias or self._desk.words("alias.of_them")
        return self._desk.words.button("write_to", kept.answer, Style.MAIN, alias=alias)
