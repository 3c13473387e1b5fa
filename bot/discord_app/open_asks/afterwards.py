"""What whoever asked openly presses for themselves: what helped, and closing it."""

from collections.abc import Mapping

from bot.discord_app.interactions.context import DiscordContext
from bot.discord_app.interactions.declared import Audience, Declared
from bot.discord_app.interactions.handlers import Ack, Answers, Handler, UserAction
from bot.discord_app.rendering.reply import PICKED, Menu, Option, Reply, Style
from bot.domain.guilds import Feature
from bot.domain.open_asks import ThreadMessage
from bot.services.open_asks import ending, helped

ANSWER, LABEL, BELOW = "answer", 100, 100
"""https://docs.discord.com/developers/components/reference#string-select"""


class LookingAtAnswers:
    """Below what tells them that somebody answered, and under My conversations."""

    declared = Declared(Audience.ASKERS, ("thread_message", "open_thread", "outbox"))

    def __init__(self, desk: DiscordContext) -> None:
        self._desk = desk
        self.commands: Mapping[str, Handler] = {}
        self.buttons: Mapping[str, Handler] = {
            "what_helped": Answers(Ack.REPLY, self._list),
            "mark_helped": Answers(Ack.UPDATE, self._mark),
            "close_open_ask": Answers(Ack.REPLY, self._ask_to_close),
            "close_open_ask_now": Answers(Ack.UPDATE, self._close),
            "keep_open_ask": Answers(Ack.UPDATE, self._keep),
        }
        self.forms: Mapping[str, Handler] = {}

    async def _list(self, press: UserAction) -> Reply:
        found = await helped.list_answers(self._desk.ctx, press.user, press.token)
        words, options, lines = self._desk.words, list[Option](), list[str]()
        for number, one in enumerate(found.shown, 1):
            who = one.alias or words("open_ask.own_name")
            link = f"https://discord.com/channels/{found.guild}/{found.place}/{one.message}"
            lines.append(words("open_ask.answer", number=number, who=who, link=link))
            label = words("open_ask.option", number=number, who=who)[:LABEL]
            options.append(Option(one.id, label, _begins(one)))
        most = len(options)
        menu = Menu(
            words("open_ask.choose"),
            "mark_helped",
            press.token,
            ANSWER,
            options=tuple(options),
            at_most=most,
        )
        text = "\n".join([words("open_ask.which"), *lines])
        return Reply(text, menus=(menu,))

    async def _mark(self, press: UserAction) -> Reply:
        keys = press.all_chosen(PICKED)
        await helped.mark(self._desk.ctx, press.user, press.token, keys)
        guild = await helped.must_be_askers(self._desk.ctx, press.user, press.token)
        words, text = self._desk.words, self._desk.words("open_ask.marked")
        if not self._desk.ctx.guilds.is_on(guild, Feature.TIPS):
            return Reply(text)
        way = words.button("keep_as_tip", press.token)
        return Reply(f"{text}\n{words('open_ask.tip')}", buttons=(way,))

    async def _ask_to_close(self, press: UserAction) -> Reply:
        await helped.must_be_askers(self._desk.ctx, press.user, press.token)
        words, button = self._desk.words, self._desk.words.button
        ways = (
            button("keep_open_ask", press.token),
            button("close_open_ask_now", press.token, Style.ENDING),
        )
        return Reply(words("open_ask.close_really"), buttons=ways)

    async def _close(self, press: UserAction) -> Reply:
        await ending.close_own(self._desk.ctx, press.user, press.token)
        button = self._desk.words.button("what_helped", press.token)
        return Reply(self._desk.words("open_ask.closed"), buttons=(button,))

    async def _keep(self, press: UserAction) -> Reply:
        await helped.must_be_askers(self._desk.ctx, press.user, press.token)
        return Reply(self._desk.words("open_ask.kept"))


def _begins(one: ThreadMessage) -> str:
    """The first words of an answer, in one line; none of what the bot cannot read."""
    return " ".join(one.words.split())[:BELOW]
