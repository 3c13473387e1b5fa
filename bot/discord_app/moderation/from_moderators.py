"""What moderators said to somebody: read by that person alone, and answered once."""

from collections.abc import Callable, Mapping

from bot.discord_app.components.custom_id import CustomId
from bot.discord_app.components.fields import form_for_words
from bot.discord_app.components.forms import Form
from bot.discord_app.interactions.context import DiscordContext
from bot.discord_app.interactions.declared import Audience, Declared
from bot.discord_app.interactions.handlers import (
    Ack,
    Answers,
    Handler,
    OpensForm,
    Takes,
    UserAction,
)
from bot.discord_app.rendering.reply import Button, Reply, Style
from bot.domain.asks import OwnWords
from bot.domain.ids import ActionId, GuildId
from bot.domain.moderation import RESTRICTIONS, WORDS_AT_MOST, ActionKind
from bot.domain.names import Name
from bot.domain.rejected_forms import Answers as FormAnswers
from bot.services.moderation import answers
from bot.services.moderation.answers import FromModerators


class ReadingModerators:
    """What somebody presses to whom moderators said something, wherever they are."""

    declared = Declared(Audience.EVERYBODY, ("moderator_action",))

    def __init__(self, desk: DiscordContext, guild_name: Callable[[GuildId], Name | None]) -> None:
        self._desk = desk
        self._guild_name = guild_name
        self.commands: Mapping[str, Handler] = {}
        self.buttons: Mapping[str, Handler] = {
            "read_moderators": Answers(Ack.REPLY, self._read),
            "appeal": OpensForm(self._open),
            "answer_moderators": OpensForm(self._open),
        }
        self.forms: Mapping[str, Handler] = {
            "answer_moderators": Takes(Ack.REPLY, self._answer, self._blank)
        }

    async def _read(self, press: UserAction) -> Reply:
        said = await answers.read(self._desk.ctx, press.user, ActionId(press.token))
        words, action = self._desk.words, said.action
        server = self._guild_name(said.guild) or Name(words("server.unnamed"))
        lines = [words(f"from_moderators.{action.kind}", server=server)]
        if action.until is not None and action.holds(self._desk.ctx.clock.now()):
            lines.append(words("from_moderators.until", until=words.moment(action.until, "f")))
        if action.kind in RESTRICTIONS:
            held = action.holds(self._desk.ctx.clock.now())
            lines.append(words(f"from_moderators.{'still_yours' if held else 'over'}"))
        if action.answer is not None:
            lines.append(words("from_moderators.answered"))
        lines.append(words(f"from_moderators.{'erased' if action.words is None else 'they_write'}"))
        boxes = words.boxes(None if action.words is None else OwnWords(action.words))
        return Reply(words.with_help("\n".join(lines)), boxes, self._ways(said))

    def _ways(self, said: FromModerators) -> tuple[Button, ...]:
        button = self._desk.words.button
        ways = [button("helplines")]
        if said.can_answer:
            action = "answer_moderators" if said.action.kind is ActionKind.WRITE else "appeal"
            ways.insert(0, button(action, said.action.id, Style.MAIN))
        return tuple(ways)

    async def _open(self, press: UserAction) -> Form:
        return self._blank(CustomId("answer_moderators", press.token), {})

    def _blank(self, custom_id: CustomId, answers: FormAnswers) -> Form:
        del answers  # it has the same field for everybody
        return form_for_words(
            self._desk.words, custom_id, "from_moderators", most=WORDS_AT_MOST, required=True
        )

    async def _answer(self, press: UserAction) -> Reply:
        key = ActionId(press.token)
        await answers.answer(self._desk.ctx, press.user, key, press.text("words"))
        words = self._desk.words
        return Reply(words("from_moderators.sent"), buttons=(words.button("helplines"),))
