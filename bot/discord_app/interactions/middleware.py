"""What is done around a feature's handlers, whichever they are."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from bot.discord_app.components.forms import Form
from bot.discord_app.interactions.context import DiscordContext
from bot.discord_app.interactions.declared import Audience, Declared
from bot.discord_app.interactions.handlers import Handler, Handlers, OpensForm, Takes, UserAction
from bot.discord_app.rendering.help_lines import help_card
from bot.discord_app.rendering.reply import Reply
from bot.discord_app.rendering.tones import Tone
from bot.discord_app.rendering.words import Words
from bot.domain.care import Card
from bot.domain.errors import OutOfDate, TryAgain
from bot.domain.ids import DraftId
from bot.domain.moderation_errors import NotAModerator
from bot.domain.notices import NoticeKind
from bot.services import membership
from bot.services.asks import drafts
from bot.services.care import showing
from bot.services.context import Context
from bot.services.help import country as help_country
from bot.services.moderation import telling

LENGTH_AT_MOST = 2000
"""https://docs.discord.com/developers/resources/message#create-message"""


@dataclass(slots=True)
class Wrapped:
    """A feature with something around each of its handlers."""

    commands: Mapping[str, Handler]
    buttons: Mapping[str, Handler]
    forms: Mapping[str, Handler]
    declared: Declared


def noting_where(ctx: Context, feature: Handlers) -> Handlers:
    """Note in which server somebody used it, so that they can ask from direct messages later."""

    def around(handler: Handler) -> Handler:
        if isinstance(handler, OpensForm):  # a form has no time for it; its submission has
            return handler

        async def work(press: UserAction) -> Reply:
            reply = await handler.work(press)
            if press.guild is None:
                return reply
            note = partial(membership.note_use, ctx, press.user, press.guild)
            return reply.followed_by(note)

        return replace(handler, work=work)

    return wrapped(feature, around)


def noting_moderators(ctx: Context, feature: Handlers) -> Handlers:
    """Note who moderates a server when they use this there, and who no longer does: nobody tells
    the bot who its moderators are. Never around asking for help: when somebody did is not to be
    kept beside that."""

    def around(handler: Handler) -> Handler:
        if isinstance(handler, OpensForm):  # a form has no time for it; its submission has
            return handler

        async def work(press: UserAction) -> Reply:
            try:
                reply = await handler.work(press)
            except NotAModerator:
                if (note := _how_to_note(ctx, press)) is not None:
                    await note()
                raise
            note = _how_to_note(ctx, press)  # now: they may just have set the server up
            return reply if note is None else reply.followed_by(note)

        return replace(handler, work=work)

    return wrapped(feature, around)


def _how_to_note(ctx: Context, press: UserAction) -> Callable[[], Awaitable[None]] | None:
    if press.roles is None or press.guild not in ctx.guilds.known():  # in direct messages
        return None
    try:
        press.must_moderate(ctx.guilds.of(press.member.guild).moderator_role)
    except NotAModerator:
        return partial(telling.note_no_moderator, ctx, press.member)
    return partial(telling.note_moderator, ctx, press.member)


async def _located(ctx: Context, press: UserAction, *, posted: bool) -> UserAction:
    if press.guild is not None or not press.token:
        return press
    draft = DraftId(press.token)
    return replace(press, guild=await drafts.home_of(ctx, press.user, draft, posted=posted))


def knowing_the_drafts_server(ctx: Context, feature: Handlers) -> Handlers:
    """Let a press in direct messages count in the server of the draft that it belongs to."""

    def around(handler: Handler) -> Handler:
        if isinstance(handler, OpensForm):

            async def form(press: UserAction) -> Form:
                return await handler.work(await _located(ctx, press, posted=True))

            return replace(handler, work=form)

        async def work(press: UserAction) -> Reply:
            there = await _located(ctx, press, posted=isinstance(handler, Takes))
            if press.guild is None and there.guild is not None:
                try:
                    await membership.must_be_here(ctx, press.user, there.guild)
                except TryAgain:
                    if not press.answers:  # a form cannot be sent twice, and posting asks it again
                        raise
            return await handler.work(there)

        return replace(handler, work=work)

    return wrapped(feature, around)


def showing_help_cards(desk: DiscordContext, feature: Handlers) -> Handlers:
    """Where words that were written into a form call for a help card, it stands above the answer,
    which is otherwise the same: help is one press away, and nothing is held up."""

    def around(handler: Handler) -> Handler:
        if not isinstance(handler, Takes):
            return handler

        async def work(press: UserAction) -> Reply:
            return await with_help_card(desk, press, await handler.work(press))

        return replace(handler, work=work)

    return wrapped(feature, around)


async def with_help_card(desk: DiscordContext, press: UserAction, reply: Reply) -> Reply:
    """The answer to a form, below the card that the words in it call for, if they call for any."""
    written = [one for one in press.answers.values() if isinstance(one, str)]
    card = desk.ctx.help_cards.card_for("\n".join(written))
    return reply if card is None else await _with_card(desk, press, reply, card)


def above(words: Words, kind: NoticeKind, country: str | None, text: str) -> str:
    """The card above a text: with help lines of a country where there is room for them."""
    longer = help_card(words, kind, country)
    both = len(longer) + len("\n\n") + len(text)
    return longer if both <= LENGTH_AT_MOST else help_card(words, kind, None)


async def _with_card(desk: DiscordContext, press: UserAction, reply: Reply, card: Card) -> Reply:
    words, kind = desk.words, showing.KINDS[card]
    country = await help_country.remembered(desk.ctx, press.user)
    shown_above = above(words, kind, country, reply.text)
    buttons = reply.buttons
    if not any(button.action == "helplines" for button in buttons):
        buttons = (*buttons, words.button("helplines"))
    shown = replace(reply, above=shown_above, buttons=buttons)
    if card is not Card.NOW:
        return shown
    return shown.followed_by(partial(showing.rest, desk.ctx, press.user))


def in_its_tone(feature: Handlers) -> Handlers:
    """What moderators and managers use has the colour of that, but for what has one of its own."""

    def around(handler: Handler) -> Handler:
        if isinstance(handler, OpensForm):
            return handler

        async def work(press: UserAction) -> Reply:
            reply = await handler.work(press)
            return replace(reply, tone=reply.tone or Tone.MODERATION)

        return replace(handler, work=work)

    looks_after = feature.declared.audience in (Audience.MODERATORS, Audience.MANAGERS)
    return wrapped(feature, around) if looks_after else feature


def showing_how_it_stands(
    feature: Handlers, look: Callable[[UserAction], Awaitable[Reply | None]]
) -> Handlers:
    """Where a button has done its work already, show what there is now: Discord may have lost the
    answer to the press that did it."""

    def around(handler: Handler) -> Handler:
        if isinstance(handler, OpensForm | Takes):  # a form gives back what was typed into it
            return handler

        async def work(press: UserAction) -> Reply:
            try:
                return await handler.work(press)
            except OutOfDate:
                stands = await look(press)
                if stands is None:
                    raise
                return stands

        return replace(handler, work=work)

    return wrapped(feature, around)


def wrapped(feature: Handlers, around: Callable[[Handler], Handler]) -> Handlers:
    """The same feature with something around each of its handlers."""
    commands, buttons, forms = (
        {name: around(handler) for name, handler in some.items()}
        for some in (feature.commands, feature.buttons, feature.forms)
    )
    return Wrapped(commands, buttons, forms, feature.declared)
