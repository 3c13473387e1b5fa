"""/conversations: my asks, my conversations and what waits for me, in one place."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from bot.discord_app.interactions.context import DiscordContext
from bot.discord_app.interactions.declared import Audience, Declared
from bot.discord_app.interactions.handlers import Ack, Answers, Handler, UserAction
from bot.discord_app.rendering.ask_summary import usually
from bot.discord_app.rendering.reply import Button, Reply, Style
from bot.domain.ids import GuildId
from bot.domain.names import Name
from bot.services.conversations import overview
from bot.services.conversations.overview import MyConversation, MyMorning
from bot.services.conversations.own_asks import MyAsk

SHOWN_AT_MOST = 7
"""Entries in one answer."""

OF_ENTRIES = 18
"""Buttons that belong to entries: a message has 25, and seven stand below all of them."""


@dataclass(frozen=True, slots=True)
class ListedEntry:
    """One line and what can be done about it."""

    text: str
    buttons: tuple[Button, ...]


class MyConversationsShown:
    """What somebody presses to see what is theirs."""

    declared = Declared(Audience.EVERYBODY, ("button", "person"))

    def __init__(
        self,
        desk: DiscordContext,
        guild_name: Callable[[GuildId], Name | None],
    ) -> None:
        self._desk = desk
        self._guild_name = guild_name
        self.commands: Mapping[str, Handler] = {"conversations": Answers(Ack.REPLY, self._look)}
        self.buttons: Mapping[str, Handler] = {
            "conversations": Answers(Ack.REPLY, self._look),
        }
        self.forms: Mapping[str, Handler] = {}

    async def how_it_stands(self, press: UserAction) -> Reply | None:
        """What is going on now for whoever presses a button that has done its work; None where
        nothing is."""
        mine = await overview.get_overview(self._desk.ctx, press.user, press.guild)
        talks = any(not one.over for one in mine.conversations)
        if not (talks or mine.mornings or any(ask.waiting for ask in mine.asks)):
            return None
        shown = await self._look(press)
        return replace(shown, text=f"{self._desk.words('mine.stands')}\n{shown.text}")

    async def _look(self, press: UserAction) -> Reply:
        mine = await overview.get_overview(self._desk.ctx, press.user, press.guild)
        words, button = self._desk.words, self._desk.words.button
        entries = [self._ask(one) for one in mine.asks if one.waiting or one.taken]
        talks = [one for one in mine.conversations if not one.over]
        entries += [self._conversation(one, len(talks)) for one in talks]
        entries += [self._morning(one) for one in mine.mornings]
        entries += [self._over(one) for one in mine.conversations if one.over]
        entries += [self._ask(one) for one in mine.asks if not (one.waiting or one.taken)]
        lines, buttons = self._numbered(entries)
        self._asked(mine.asks, lines, buttons)
        if mine.waiting:
            lines.append(words("mine.words_wait", count=mine.waiting))
            buttons.insert(0, button("show_waiting", style=Style.MAIN))
        if mine.notes:
            buttons.append(button("my_notes"))
        if mine.suggestions:
            buttons.append(button("my_suggestions"))
        if mine.blocks:
            buttons.append(button("blocks"))
        if len(words.languages) > 1:
            buttons.append(button("my_language"))
        buttons.append(button("my_quiet"))
        if not lines:
            lines.append(words("mine.nothing"))
        return Reply(words.with_help("\n".join(lines)), buttons=(*buttons, button("helplines")))

    def _asked(self, asks: Sequence[MyAsk], lines: list[str], ways: list[Button]) -> None:
        words = self._desk.words
        for one in (ask for ask in asks if ask.question):
            lines.append(words("mine.asked_first", server=self._name(one.guild)))
            ways.insert(0, words.button("see_first", one.question, Style.MAIN))

    def _numbered(self, entries: list[ListedEntry]) -> tuple[list[str], list[Button]]:
        """With a number on each line and its buttons, where there is more than one."""
        words, shown = self._desk.words, _that_fit(entries)
        if len(entries) == 1:
            return [entries[0].text], list(entries[0].buttons)
        lines = [
            words("mine.entry", number=number, text=entry.text)
            for number, entry in enumerate(shown, 1)
        ]
        if len(entries) > len(shown):
            lines.append(words("mine.more_entries", count=len(entries) - len(shown)))
        return lines, [
            replace(button, label=words("mine.numbered", number=number, label=button.label)[:80])
            for number, entry in enumerate(shown, 1)
            for button in entry.buttons
        ]

    def _ask(self, ask: MyAsk) -> ListedEntry:
        words = self._desk.words
        times = {"posted": words.moment(ask.posted_at), "until": words.moment(ask.expires_at)}
        if ask.kept_until is not None:
            times["kept"] = words.moment(ask.kept_until)
        state, action = ("waiting", "take_back") if ask.waiting else ("over", "ask_again")
        what = "company" if ask.for_goal else "ask"
        if ask.taken:
            text = words("mine.ask_taken", server=self._name(ask.guild), posted=times["posted"])
        elif ask.held:
            text = words(f"mine.{what}_held", server=self._name(ask.guild), **times)
            text = f"{text} {usually(words, ask.usual_look)}"
        else:
            text = words(f"mine.{what}_{state}", server=self._name(ask.guild), **times)
        more = (words.button("ask_others_now", ask.token),) if ask.one_first else ()
        if ask.thread is None:
            change = (words.button("change_ask", ask.token),) if ask.waiting else ()
            return ListedEntry(text, (*change, words.button(action, ask.token), *more))
        return self._with_thread(ask, text, more)

    def _with_thread(self, ask: MyAsk, text: str, more: tuple[Button, ...]) -> ListedEntry:
        """One that was shown in the channel, with what can be done about its answers."""
        words, button = self._desk.words, self._desk.words.button
        back = () if ask.taken else (button("take_back", ask.token),)
        reads = ("reply_openly", "what_helped", "change_ask")
        ways = tuple(button(action, ask.token) for action in reads)
        where = words("mine.in_thread", thread=f"<#{ask.thread}>")
        closes = button("close_open_ask", ask.token)
        return ListedEntry(f"{text} {where}", (*ways, *more, *back, closes))

    def _conversation(self, talk: MyConversation, how_many: int) -> ListedEntry:
        words = self._desk.words
        text = words(
            "mine.as_listener" if talk.listening else "mine.as_asker",
            alias=talk.alias,
            server=self._name(talk.guild),
            since=words.moment(talk.since),
        )
        write = words.button("write_to", talk.token, Style.MAIN, alias=talk.alias)
        actions = ("read_here", "talk_more", "end", "block")
        ways = [words.button(action, talk.token) for action in actions]
        if how_many < 2:
            return ListedEntry(text, (write, *ways))
        return ListedEntry(
            text, (write, words.button("talk_with", talk.token, alias=talk.alias), *ways)
        )

    def _morning(self, wrote: MyMorning) -> ListedEntry:
        """Never when it goes: that would tell where whoever asked is."""
        words = self._desk.words
        key = "mine.morning" if wrote.ready else "mine.morning_held"
        ways = ("morning_see", "morning_back")
        buttons = tuple(words.button(action, wrote.token) for action in ways)
        return ListedEntry(words(key, server=self._name(wrote.guild)), buttons)

    def _over(self, talk: MyConversation) -> ListedEntry:
        words = self._desk.words
        text = words("mine.over_here", alias=talk.alias, server=self._name(talk.guild))
        return ListedEntry(text, (words.button("read_here", talk.token),))

    def _name(self, guild: GuildId) -> Name:
        return self._guild_name(guild) or Name(self._desk.words("server.unnamed"))


def _that_fit(entries: Sequence[ListedEntry]) -> Sequence[ListedEntry]:
    """The first of them, with all their buttons."""
    so_far = accumulate(len(entry.buttons) for entry in entries[:SHOWN_AT_MOST])
    return [entry for entry, many in zip(entries, so_far, strict=False) if many <= OF_ENTRIES]
