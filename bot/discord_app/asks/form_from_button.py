"""The form of an ask, opened from a button whose server is known otherwise than by where it is."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace

from bot.discord_app.ages.in_form import AgeInForm
from bot.discord_app.asks.own_words_form import own_words
from bot.discord_app.components.custom_id import CustomId
from bot.discord_app.components.forms import Form
from bot.discord_app.interactions.context import DiscordContext
from bot.discord_app.interactions.handlers import Blank, UserAction
from bot.discord_app.rendering.reply import Reply
from bot.domain.asks import OwnWords
from bot.domain.errors import TryAgain
from bot.domain.ids import GuildId
from bot.domain.names import Name
from bot.services import membership
from bot.services.asks import drafts
from bot.services.context import Member


@dataclass(frozen=True, slots=True)
class AskForm:
    """Opens the form, and shows the preview of what was written."""

    desk: DiscordContext
    blank: Blank
    preview: Callable[[drafts.Preview], Reply]
    guild_name: Callable[[GuildId], Name | None]

    async def opened(self, press: UserAction, guild: GuildId, custom_id: CustomId) -> Form:
        """The form, empty. Raises what asking.begin raises, before anything is written."""
        begun = drafts.begin(self.desk.ctx, Member(press.user, guild))
        asked = await AgeInForm(self.desk).asked(begun)
        return own_words(self.desk, custom_id, OwnWords(""), asked)

    async def submitted(self, press: UserAction, guild: GuildId, again: str | None = None) -> Reply:
        """The preview of an ask for this server, which is named. `again` is a token of
        `SameListener`. Raises what asking.draft raises; OutOfDate for those who left."""
        ctx, words = self.desk.ctx, self.desk.words
        with suppress(TryAgain):  # a form cannot be sent twice, and posting asks it again
            await membership.must_be_here(ctx, press.user, guild)
        member = Member(press.user, guild)
        await AgeInForm(self.desk).take(press, member)
        written, would_help = press.text("words"), press.text("would_help")
        reply = self.preview(await drafts.draft(ctx, member, written, would_help, again))
        name = self.guild_name(guild) or Name(words("server.unnamed"))
        return replace(reply, text=f"{words('stray.for_server', server=name)}\n{reply.text}")
