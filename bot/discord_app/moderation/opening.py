"""Opening a name: asking another moderator, agreeing, and the one look that both have."""

from collections.abc import Mapping, Sequence

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
from bot.discord_app.moderation.box_pages import pages_of
from bot.discord_app.moderation.moderate import must_moderate
from bot.discord_app.rendering.reply import Button, Reply, Style
from bot.domain.asks import OwnWords
from bot.domain.ids import NumberId, OpeningId, UserId
from bot.domain.moderation import WORDS_AT_MOST
from bot.domain.private_numbers import written
from bot.domain.rejected_forms import Answers as FormAnswers
from bot.domain.shapes import Box
from bot.services.moderation import opening
from bot.services.moderation.opening import OpeningShown


class OpeningNames:
    """What moderators press who need to know a name."""

    declared = Declared(Audience.MODERATORS, ("name_opening", "moderation_record"))

    def __init__(self, desk: DiscordContext) -> None:
        self._desk = desk
        self.commands: Mapping[str, Handler] = {}
        self.buttons: Mapping[str, Handler] = {
            "open_name": OpensForm(self._open_ask),
            "agree_to_open": OpensForm(self._open_agree),
            "names_asked_for": Answers(Ack.UPDATE, self._list),
            "names_after": Answers(Ack.UPDATE, self._list),
            "look_at_name": Answers(Ack.REPLY, self._look),
        }
        self.forms: Mapping[str, Handler] = {
            "open_name": Takes(Ack.REPLY, self._ask, self._blank),
            "agree_to_open": Takes(Ack.REPLY, self._agree, self._blank),
        }

    async def _open_ask(self, press: UserAction) -> Form:
        must_moderate(self._desk, press)
        return self._blank(CustomId("open_name", press.token), {})

    async def _open_agree(self, press: UserAction) -> Form:
        must_moderate(self._desk, press)
        return self._blank(CustomId("agree_to_open", press.token), {})

    def _blank(self, custom_id: CustomId, answers: FormAnswers) -> Form:
        del answers  # both have the same field
        words = self._desk.words
        return form_for_words(words, custom_id, "opening", most=WORDS_AT_MOST, required=True)

    async def _ask(self, press: UserAction) -> Reply:
        must_moderate(self._desk, press)
        number = NumberId(press.token)
        await opening.ask(self._desk.ctx, press.member, number, press.text("words"))
        return Reply(self._desk.words("opening.asked"), buttons=(self._to_list(),))

    async def _agree(self, press: UserAction) -> Reply:
        must_moderate(self._desk, press)
        key = OpeningId(press.token)
        await opening.agree(self._desk.ctx, press.member, key, press.text("words"))
        return Reply(self._desk.words("opening.agreed"), buttons=(self._to_list(),))

    async def _list(self, press: UserAction) -> Reply:
        must_moderate(self._desk, press)
        words, first = self._desk.words, press.choice or 0
        left = (await opening.list_openings(self._desk.ctx, press.member))[first:]
        if not left:
            return Reply(words("opening.none"), buttons=(words.button("moderate"),))
        found = self._that_fit(left)
        lines = [words("opening.some"), *map(self._line, found)]
        boxes = tuple(box for one in found for box in self._reasons(one))
        ways = [way for one in found for way in self._ways(one, press.user)]
        if len(found) < len(left):
            ways.append(words.button("names_after", choice=first + len(found)))
        return Reply("\n".join(lines), boxes, (*ways, words.button("moderate")))

    def _that_fit(self, left: Sequence[OpeningShown]) -> Sequence[OpeningShown]:
        """As many as one message takes with all their reasons; one always fits."""
        found, boxes = list[OpeningShown](), list[Box]()
        for one in left:
            boxes += self._reasons(one)
            if len(pages_of(boxes)) > 1:
                break
            found.append(one)
        return found

    async def _look(self, press: UserAction) -> Reply:
        must_moderate(self._desk, press)
        who = await opening.look(self._desk.ctx, press.member, OpeningId(press.token))
        return Reply(self._desk.words("opening.name", name=f"<@{who}>"))

    def _line(self, one: OpeningShown) -> str:
        words = self._desk.words
        return words(
            "opening.line_agreed" if one.opening.agreed else "opening.line",
            number=written(one.known.number),
            until=words.moment(one.opening.expires_at),
            who=f"<@{one.opening.first}>",
            second=f"<@{one.opening.second}>",
        )

    def _reasons(self, one: OpeningShown) -> list[Box]:
        words, number = self._desk.words, written(one.known.number)
        title = words("opening.reason", number=number)
        reasons = [one.opening.reason, one.opening.second_reason]
        return [Box(words.boxes(OwnWords(reason))[0].words, title) for reason in reasons if reason]

    def _ways(self, one: OpeningShown, who: UserId) -> tuple[Button, ...]:
        button, number = self._desk.words.button, written(one.known.number)
        if one.opening.may_look(who):
            return (button("look_at_name", one.opening.id, Style.ENDING, number=number),)
        if one.opening.agreed or who == one.opening.first:
            return ()
        return (button("agree_to_open", one.opening.id, Style.ENDING, number=number),)

    def _to_list(self) -> Button:
        return self._desk.words.button("names_asked_for")
