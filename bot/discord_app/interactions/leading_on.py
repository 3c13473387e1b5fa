"""Nobody is left without a next step: below what has none of its own stands the way back to where
it belongs, so that an answer is never the end of the way."""

from collections.abc import Mapping
from dataclasses import replace

from bot.discord_app.components.forms import Form
from bot.discord_app.interactions.context import DiscordContext
from bot.discord_app.interactions.declared import Audience, Declared
from bot.discord_app.interactions.handlers import Handler, Handlers, OpensForm, UserAction
from bot.discord_app.interactions.middleware import wrapped
from bot.discord_app.rendering.reply import Button, Reply
from bot.discord_app.rendering.words import Words
from bot.domain.errors import SupportError

AT_LEAST = ("helplines",)
"""What works whatever else does not, also without the database."""

_OF_ONES_OWN = ("conversations", "helplines")

_BY_AUDIENCE: Mapping[Audience, tuple[str, ...]] = {
    **dict.fromkeys(Audience, _OF_ONES_OWN),
    Audience.LISTENERS: ("listen",),
    Audience.MODERATORS: ("moderation",),
    Audience.MANAGERS: ("setup",),
}


def ways_from(declared: Declared) -> tuple[str, ...]:
    """Where one goes on from a feature: what it says itself, or else what those press for whom it
    is."""
    return declared.goes_on or _BY_AUDIENCE[declared.audience]


def leading_on(desk: DiscordContext, feature: Handlers) -> Handlers:
    """Let every answer of a feature, and every refusal, lead on."""
    ways = ways_from(feature.declared)

    def around(handler: Handler) -> Handler:
        if isinstance(handler, OpensForm):

            async def form(press: UserAction) -> Form:
                try:
                    return await handler.work(press)
                except SupportError as error:
                    error.leads_to = ways
                    raise

            return replace(handler, work=form)

        async def work(press: UserAction) -> Reply:
            try:
                return led_on(desk.words, await handler.work(press), ways)
            except SupportError as error:
                error.leads_to = ways
                raise

        return replace(handler, work=work)

    return wrapped(feature, around)


def led_on(words: Words, reply: Reply, ways: tuple[str, ...]) -> Reply:
    """An answer with these ways on, where nothing else can be pressed below it."""
    if reply.buttons or reply.menus or reply.put_away:
        return reply
    return replace(reply, buttons=_buttons(words, ways))


def ways_of(words: Words, error: SupportError, *, manages: bool = False) -> tuple[Button, ...]:
    """What stands below an error. `manages`: for somebody who manages the server."""
    of_managers = error.of_managers if manages else ()
    ways = error.ways_on or error.leads_to or AT_LEAST
    return _buttons(words, (*of_managers, *ways), error.token)


def _buttons(
    words: Words, actions: tuple[str, ...], token: str | None = None
) -> tuple[Button, ...]:
    return tuple(words.button(action, token) for action in dict.fromkeys(actions))
