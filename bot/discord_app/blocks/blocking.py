"""Blocking the other side of a conversation, asked once; and the list in which it is undone."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from bot.discord_app.interactions.context import DiscordContext
from bot.discord_app.interactions.declared import Audience, Declared
from bot.discord_app.interactions.handlers import Ack, Answers, Handler, UserAction
from bot.discord_app.rendering.reply import Button, Reply, Style
from bot.domain.blocks import Block
from bot.domain.ids import GuildId
from bot.domain.names import Name
from bot.services.blocks import blocking, listing, other_listener
from bot.services.blocks.listing import BlockList, Ended

PER_PAGE = 8
"""Lines of the list in one answer: they fit with the longest names of servers."""


class Blocking:
    """What somebody presses who wants to meet somebody else never again, or again."""

    declared = Declared(Audience.BOTH_SIDES, ("block", "button", "outbox", "again"))

    def __init__(self, desk: DiscordContext, guild_name: Callable[[GuildId], Name | None]) -> None:
        self._desk = desk
        self._guild_name = guild_name
        self.commands: Mapping[str, Handler] = {}
        self.buttons: Mapping[str, Handler] = {
            "block": Answers(Ack.REPLY, self._ask),
            "block_now": Answers(Ack.UPDATE, self._block),
            "block_not": Answers(Ack.UPDATE, self._leave),
            "block_beside": Answers(Ack.UPDATE, self._ask_beside),
            "block_beside_now": Answers(Ack.UPDATE, self._block_beside),
            "blocks": Answers(Ack.REPLY, self._list),
            "blocks_more": Answers(Ack.UPDATE, self._list),
            "unblock": Answers(Ack.REPLY, self._ask_to_undo),
            "unblock_now": Answers(Ack.UPDATE, self._undo),
            "unblock_not": Answers(Ack.UPDATE, self._leave),
        }
        self.forms: Mapping[str, Handler] = {}

    async def _ask(self, press: UserAction) -> Reply:
        them = await blocking.look(self._desk.ctx, press.user, press.token)
        words, server = self._desk.words, self._name(them.guild)
        named: dict[str, str | Name] = {"alias": them.alias, "server": server}
        if them.blocked:
            return Reply(words("block.already", **named), buttons=(words.button("blocks"),))
        asked = words("block.really_open" if them.open else "block.really", **named)
        yes = words.button("block_now", press.token, Style.ENDING)
        return Reply(asked, buttons=(words.button("block_not"), yes))

    async def _block(self, press: UserAction) -> Reply:
        return self._blocked(await blocking.block(self._desk.ctx, press.user, press.token))

    def _blocked(self, alias: str) -> Reply:
        words = self._desk.words
        told = words.with_help(words("block.done", alias=alias))
        return Reply(told, buttons=(words.button("blocks"), words.button("helplines")))

    async def _ask_beside(self, press: UserAction) -> Reply:
        them = await other_listener.find_other(self._desk.ctx, press.user, press.token)
        words, server = self._desk.words, self._name(them.guild)
        named: dict[str, str | Name] = {"alias": them.alias, "server": server}
        asked = words("block.really", **named)
        if them.open:
            asked = words("block.really_beside", asker=them.asker, **named)
        yes = words.button("block_beside_now", press.token, Style.ENDING)
        return Reply(asked, buttons=(words.button("block_not"), yes))

    async def _block_beside(self, press: UserAction) -> Reply:
        return self._blocked(
            await other_listener.block_other(self._desk.ctx, press.user, press.token)
        )

    async def _leave(self, press: UserAction) -> Reply:
        del press  # nothing was to change
        return Reply(self._desk.words("block.unchanged"))

    async def _list(self, press: UserAction) -> Reply:
        found = await listing.get_list(self._desk.ctx, press.user, press.guild)
        lines, words = self._lines(found), self._desk.words
        if not lines:
            return Reply(words("block.none"), buttons=(words.button("conversations"),))
        first = min(press.choice or 0, (len(lines) - 1) // PER_PAGE) * PER_PAGE
        shown = lines[first : first + PER_PAGE]
        buttons = [button for _, _, button in shown]
        if len(lines) > first + PER_PAGE:
            buttons.append(words.button("blocks_more", choice=first // PER_PAGE + 1))
        return Reply("\n".join(self._under_heads(shown)), buttons=(*buttons,))

    def _lines(self, found: BlockList) -> Sequence[tuple[str, str, Button]]:
        """Each with the key of the head that it stands under, and its one button."""
        words = self._desk.words
        both: list[tuple[str, str, Block | Ended, GuildId]] = [
            *(("block.blocked", "unblock", one, one.guild_id) for one in found.blocked),
            *(("block.ended", _block(one), one, one.guild) for one in found.ended),
        ]
        if not found.blocked and both:
            both = [("block.nobody_blocked", *one[1:]) for one in both]
        lines = list[tuple[str, str, Button]]()
        for number, (head, action, one, guild) in enumerate(both, 1):
            day, server = words.day(one.day), self._name(guild)
            said = words("block.line", alias=one.alias, server=server, day=day)
            button = words.button(action, one.token)
            verb = words.button("block").label if action == "block_beside" else button.label
            label = words("mine.numbered", number=number, label=verb)
            text = words("mine.entry", number=number, text=said)
            lines.append((head, text, replace(button, label=label)))
        return lines

    def _under_heads(self, shown: Sequence[tuple[str, str, Button]]) -> Iterator[str]:
        before = ""
        for head, line, _ in shown:
            if head != before:
                yield self._desk.words(head)
            yield line
            before = head

    async def _ask_to_undo(self, press: UserAction) -> Reply:
        own = await blocking.look_at_block(self._desk.ctx, press.user, press.token)
        words, server = self._desk.words, self._name(own.guild_id)
        asked = words("block.undo_really", alias=own.alias, server=server)
        yes = words.button("unblock_now", press.token, Style.MAIN)
        return Reply(asked, buttons=(yes, words.button("unblock_not")))

    async def _undo(self, press: UserAction) -> Reply:
        own = await blocking.undo(self._desk.ctx, press.user, press.token)
        words = self._desk.words
        undone = words("block.undone", alias=own.alias, server=self._name(own.guild_id))
        return Reply(undone, buttons=(words.button("blocks"),))

    def _name(self, guild: GuildId) -> Name:
        return self._guild_name(guild) or Name(self._desk.words("server.unnamed"))


def _block(whom: Ended) -> str:
    return "block_beside" if whom.listener else "block"
