"""My suggestions: what one suggested, where it stands, and taking it back."""

from collections.abc import Callable, Mapping

from bot.discord_app.interactions.context import DiscordContext
from bot.discord_app.interactions.declared import Audience, Declared
from bot.discord_app.interactions.handlers import Ack, Answers, Handler, UserAction
from bot.discord_app.rendering.reply import Button, Reply
from bot.domain.asks import OwnWords
from bot.domain.ids import GuildId, SuggestionId
from bot.domain.names import Name
from bot.domain.shapes import Box
from bot.domain.suggestions import Suggestion
from bot.services.suggestions import own
from bot.services.suggestions.own import PAGE, OwnSuggestions


class ShowingOwnSuggestions:
    """What only whoever suggested them sees; in direct messages those of every server."""

    declared = Declared(Audience.EVERYBODY, ("suggestion",), ("encourage",))

    def __init__(self, desk: DiscordContext, guild_name: Callable[[GuildId], Name | None]) -> None:
        self._desk = desk
        self._guild_name = guild_name
        self.commands: Mapping[str, Handler] = {}
        self.buttons: Mapping[str, Handler] = {
            "my_suggestions": Answers(Ack.REPLY, self._look),
            "my_suggestions_more": Answers(Ack.UPDATE, self._look),
            "withdraw_suggestion": Answers(Ack.UPDATE, self._withdraw),
        }
        self.forms: Mapping[str, Handler] = {}

    async def _look(self, press: UserAction) -> Reply:
        ctx, page = self._desk.ctx, press.choice or 0
        return self._shown(await own.list_own(ctx, press.user, press.guild, page))

    async def _withdraw(self, press: UserAction) -> Reply:
        ctx = self._desk.ctx
        await own.withdraw(ctx, press.user, SuggestionId(press.token))
        left = self._shown(await own.list_own(ctx, press.user, press.guild))
        said = self._desk.words("my_suggestions.taken_back")
        return Reply(f"{said}\n{left.text}", left.boxes, left.buttons)

    def _shown(self, mine: OwnSuggestions) -> Reply:
        words = self._desk.words
        if not mine.shown:
            return Reply(words("my_suggestions.none"))
        numbered = list(enumerate(mine.shown, mine.page * PAGE + 1))
        buttons: list[Button] = [
            words.button("withdraw_suggestion", one.id, number=number) for number, one in numbered
        ]
        if mine.more or mine.page:
            further = mine.page + 1 if mine.more else 0
            buttons.append(words.button("my_suggestions_more", choice=further))
        boxes = [box for number, one in numbered for box in self._boxes(number, one)]
        return Reply(words("my_suggestions.some"), tuple(boxes), tuple(buttons))

    def _boxes(self, number: int, one: Suggestion) -> list[Box]:
        words = self._desk.words
        until = one.written_at if one.decided_at is None else one.decided_at
        until += self._desk.ctx.settings.retention.suggestions
        server = self._guild_name(one.guild_id) or Name(words("server.unnamed"))
        title = words(
            f"my_suggestions.{one.state}",
            number=number,
            server=server,
            until=words.long_date(until),
        )
        shown = [Box(words.boxes(OwnWords(one.text.words))[0].words, title)]
        if one.answer:
            said = words.boxes(OwnWords(one.answer))[0].words
            shown.append(Box(said, words("my_suggestions.answer", number=number)))
        return shown
