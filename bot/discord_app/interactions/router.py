"""Where Discord's interactions come in: work, and an answer in time, always.

Commands, buttons and forms end here, so that each gets the same answer when something fails:
the kind words of a SupportError, or a short code that stands in the log as well.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import discord
import structlog

from bot.discord_app.ages.stating import StatedFirst
from bot.discord_app.components import custom_id as ids
from bot.discord_app.components.forms import answers, in_whole_characters, open_form
from bot.discord_app.forms.rejected import NotTaken, TypedAgain
from bot.discord_app.interactions.answering import Answering, respond, taken
from bot.discord_app.interactions.context import DiscordContext
from bot.discord_app.interactions.declared import must_be_declared
from bot.discord_app.interactions.handlers import (
    Ack,
    Answers,
    Handler,
    Handlers,
    OpensForm,
    PickedChannel,
    Takes,
    UserAction,
)
from bot.discord_app.interactions.leading_on import AT_LEAST, leading_on, ways_of
from bot.discord_app.interactions.middleware import in_its_tone, with_help_card
from bot.discord_app.interactions.once import AlreadyTold
from bot.discord_app.rendering.reply import PICKED, Reply
from bot.discord_app.rendering.tones import Tone
from bot.domain.asks import OwnWords
from bot.domain.errors import OutOfDate, SupportError
from bot.domain.ids import GuildId, RoleId, UserId
from bot.domain.text import is_blank
from bot.services.delivery.retry_on_contact import retry_after_contact

Interaction = discord.Interaction[Any]

LEFT_ALONE = frozenset({"conversations", "show_waiting", "look_again", "helplines", "my_country"})
"""Whoever looks at what waits must find it there; help lines need no database."""


class InteractionRouter:
    """Finds the handler for what happened, and answers whatever comes of it. Raises Undeclared
    for a feature that does not say who it is for and what it keeps.

    `commands`, `buttons` and `forms` are all handlers by their names, with what is around them."""

    def __init__(
        self,
        desk: DiscordContext,
        features: Sequence[Handlers],
    ) -> None:
        self._desk = desk
        for feature in features:
            must_be_declared(feature)
        features = [leading_on(desk, in_its_tone(feature)) for feature in features]
        commands = _all(feature.commands for feature in features)
        again = TypedAgain(desk, commands, _all(feature.forms for feature in features))
        buttons = _all([*(feature.buttons for feature in features), again.buttons])
        stated = StatedFirst(desk, again.commands, buttons)
        self.commands, self.forms = stated.commands, again.forms
        self.buttons = stated.buttons
        self._seen = AlreadyTold()
        self._log = structlog.get_logger("router")

    async def command(self, interaction: Interaction, name: str, **options: str) -> None:
        """A slash command was run."""
        press = _press(interaction, None, options)
        await self._handle(interaction, name, self.commands[name], press)

    async def button(self, interaction: Interaction, custom_id: str) -> None:
        """A button was pressed, or something picked in a menu."""
        data: Mapping[str, Any] = interaction.data or {}
        picked = {PICKED: data["values"]} if "values" in data else {}
        await self._by_id(interaction, self.buttons, custom_id, picked)

    async def form(self, interaction: Interaction) -> None:
        """A form was submitted, opened before or after the last restart."""
        data: Mapping[str, Any] = interaction.data or {}
        await self._by_id(interaction, self.forms, data.get("custom_id", ""), answers(data))

    async def _by_id(
        self,
        interaction: Interaction,
        handlers: Mapping[str, Handler],
        custom_id: str,
        filled: Mapping[str, str | list[str]],
    ) -> None:
        try:
            parsed = ids.parse(custom_id)
            handler = handlers[parsed.action]
        except (OutOfDate, KeyError):
            out_of_date = Answers(Ack.REPLY, _out_of_date)
            await self._handle(interaction, "", out_of_date, _press(interaction))
        else:
            press = _press(interaction, parsed, filled)
            await self._handle(interaction, parsed.action, handler, press)

    async def _handle(
        self, interaction: Interaction, action: str, handler: Handler, press: UserAction
    ) -> None:
        if not self._seen.first_time(interaction.id):
            return
        match handler:
            case OpensForm():
                await self._open(interaction, handler, press)
            case Answers():
                await self._answer(interaction, handler, press)
        if action not in LEFT_ALONE:
            await self._after(
                partial(retry_after_contact, self._desk.ctx, press.user, in_dms=press.guild is None)
            )

    async def _open(self, interaction: Interaction, handler: OpensForm, press: UserAction) -> None:
        try:
            await taken(open_form(interaction, await handler.work(press)))
        except Exception as error:  # noqa: BLE001 - the edge: whatever it is, it is answered
            await respond(interaction, await self.refusal(handler, press, error))

    async def _answer(self, interaction: Interaction, handler: Answers, press: UserAction) -> None:
        with Answering(interaction, handler.ack) as answer:
            try:
                reply = await handler.work(press)
                shown = await answer.show(reply)
            except Exception as error:  # noqa: BLE001 - the edge: whatever it is, it is answered
                reply = await self.refusal(handler, press, error)
                await answer.apologise(reply)
                shown = False
        if shown and reply.once_shown is not None:
            await self._after(reply.once_shown)
        if reply.afterwards is not None:
            await self._after(reply.afterwards)

    async def refusal(self, handler: Handler, press: UserAction, error: Exception) -> Reply:
        """What is said instead of a result. What was not taken may call for a help card as much as
        what was."""
        reply = self._with_words(self._apology(error, press), press)
        takes = isinstance(handler, Takes)
        return await with_help_card(self._desk, press, reply) if takes else reply

    async def _after(self, work: Callable[[], Awaitable[None]]) -> None:
        """What follows an answer that was given; too late to tell anybody that it failed."""
        try:
            await work()
        except Exception as error:  # noqa: BLE001 - the edge: it must not look unanswered
            self._log.error("interaction.afterwards", exc_info=error)

    def _apology(self, error: Exception, press: UserAction) -> Reply:
        words = self._desk.words
        if isinstance(error, NotTaken):
            reply = self._apology(error.cause, press)
            own = isinstance(error.cause, SupportError) and error.cause.ways_on
            beside = reply.buttons if own or not error.ways else ()
            return replace(reply, buttons=(*error.ways, *beside))
        if isinstance(error, SupportError):
            ways = ways_of(words, error, manages=press.manages_guild)
            return Reply(words.refusal(error), buttons=ways, tone=Tone.WRONG)
        code = self._desk.ctx.randomness.token()[:6]
        self._log.error("interaction.failed", code=code, exc_info=error)
        ways = tuple(map(words.button, AT_LEAST))
        return Reply(words("error.unexpected", code=code), buttons=ways, tone=Tone.WRONG)

    def _with_words(self, reply: Reply, press: UserAction) -> Reply:
        """A form is gone once it was sent off: what somebody wrote into it is given back."""
        typed = OwnWords(press.text("words"), press.text("would_help"))
        if is_blank(typed.words + typed.would_help):
            return reply
        words = self._desk.words
        text = f"{reply.text}\n{words('error.your_words')}"
        return replace(reply, text=text, boxes=words.boxes(typed))


def _all(handlers: Iterable[Mapping[str, Handler]]) -> dict[str, Handler]:
    return {name: handler for some in handlers for name, handler in some.items()}


async def _out_of_date(_: UserAction) -> Reply:
    raise OutOfDate


def _press(
    interaction: Interaction,
    parsed: ids.CustomId | None = None,
    filled: Mapping[str, str | list[str]] | None = None,
) -> UserAction:
    choice = parsed.choice if parsed else None
    return UserAction(
        UserId(interaction.user.id),
        None if interaction.guild_id is None else GuildId(interaction.guild_id),
        interaction.permissions.manage_guild,
        parsed.token if parsed else "",
        choice if isinstance(choice, int) else None,
        choice if isinstance(choice, str) else "",
        in_whole_characters(filled or {}),
        _roles(interaction),
        interaction.id,
        _channels(interaction),
    )


def _channels(interaction: Interaction) -> dict[int, PickedChannel]:
    """https://docs.discord.com/developers/interactions/receiving-and-responding: a resolved channel
    carries `app_permissions` since July 2026."""
    data: Mapping[str, Any] = interaction.data or {}
    told: Mapping[str, Any] = data.get("resolved", {}).get("channels", {})
    return {
        int(key): PickedChannel(
            int(one["type"]), int(one["app_permissions"]) if "app_permissions" in one else None
        )
        for key, one in told.items()
    }


def _roles(interaction: Interaction) -> frozenset[RoleId] | None:
    if not isinstance(interaction.user, discord.Member):
        return None
    return frozenset(RoleId(role.id) for role in interaction.user.roles)
