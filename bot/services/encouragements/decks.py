"""Which texts somebody may be shown, and which comes next for them."""

from collections.abc import Sequence

from bot.domain.guilds import Feature
from bot.domain.ids import GuildId
from bot.domain.schedules import Taste
from bot.domain.text_rotation import draw
from bot.services.context import Context
from bot.storage.store import Tables


async def choose(ctx: Context, tables: Tables, reader: str, from_these: Sequence[str]) -> str:
    """The text that comes next for a reader, noted as shown."""
    drawn = draw(from_these, await tables.texts.seen(reader))
    assert drawn is not None, "a deck is never empty"
    text = ctx.randomness.sample(drawn.texts, 1)[0]
    await tables.texts.show(reader, text, drawn.seen, ctx.clock.now().date())
    return text


async def texts_for(
    ctx: Context, tables: Tables, taste: Taste, guild: GuildId | None
) -> Sequence[str]:
    """As `fitting_texts`, and those that members of a server suggested, while it is switched on
    there."""
    fitting = fitting_texts(ctx, taste)
    on = _of_members(ctx, guild)
    if guild is None or not on:
        return fitting
    suggested = await tables.suggested_deck.in_deck(guild, taste.language, taste.themes, on)
    return [*fitting, *suggested]


def _of_members(ctx: Context, guild: GuildId | None) -> frozenset[bool]:
    """What of theirs is shown in a server: tips (True), what is none (False), both or neither."""
    switches = {True: Feature.TIPS, False: Feature.SUGGESTIONS}
    return frozenset(tip for tip, feature in switches.items() if ctx.guilds.is_on(guild, feature))


def fitting_texts(ctx: Context, taste: Taste) -> Sequence[str]:
    """The ids of the texts that fit; all of the language where none of the themes is left."""
    decks = ctx.decks(taste.language)
    chosen = [deck for key, deck in decks.items() if key in taste.themes] or list(decks.values())
    return [one.id for deck in chosen for one in deck.texts]
