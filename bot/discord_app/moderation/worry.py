"""I'm worried about them: what a listener presses, and the moderator who answers."""

from collections.abc import Mapping

from bot.discord_app.interactions.context import DiscordContext
from bot.discord_app.interactions.declared import Audience, Declared
from bot.discord_app.interactions.handlers import Ack, Answers, Handler, UserAction
from bot.discord_app.moderation.moderate import must_moderate
from bot.discord_app.rendering.help_lines import help_card
from bot.discord_app.rendering.reply import Reply
from bot.discord_app.rendering.tones import Tone
from bot.domain.notices import NoticeKind
from bot.services.help import country
from bot.services.moderation import stepping_in, worry


class BeingWorried:
    """Help lines come with the first answer, whatever becomes of the call."""

    declared = Declared(
        Audience.BOTH_SIDES,
        ("waiting", "outbox", "button", "moderation_record", "conversation"),
    )

    def __init__(self, desk: DiscordContext) -> None:
        self._desk = desk
        self.commands: Mapping[str, Handler] = {}
        self.buttons: Mapping[str, Handler] = {
            "worried": Answers(Ack.REPLY, self._call),
            "on_it": Answers(Ack.REPLY, self._answer),
            "step_in": Answers(Ack.REPLY, self._step_in),
        }
        self.forms: Mapping[str, Handler] = {}

    async def _call(self, press: UserAction) -> Reply:
        words, ctx = self._desk.words, self._desk.ctx
        found = await worry.call(ctx, press.user, press.token)
        if found.there is not None:
            return Reply(
                words("talk.worry.there", name=found.there), buttons=(words.button("helplines"),)
            )
        how = "called" if found.called else "nobody"
        text = words(
            f"talk.worry.{'before' if found.before else how}",
            alias=found.alias,
            length=words.length(worry.ANSWERED_WITHIN),
        )
        code = await country.remembered(ctx, press.user)
        buttons = (
            words.button("what_to_say", press.token),
            words.button("talk_more", press.token),
            words.button("helplines"),
        )
        card = help_card(words, NoticeKind.HELP_CARD_FRIEND, code)
        return Reply(
            f"{text}\n{words('talk.worry.always', alias=found.alias)}", buttons=buttons, above=card
        )

    async def _answer(self, press: UserAction) -> Reply:
        if press.guild is not None:
            must_moderate(self._desk, press)
        found = await worry.be_there(self._desk.ctx, press.user, press.guild, press.token)
        key = "first" if found.first else "not_first"
        words = self._desk.words
        text = words(f"worry.{key}", name=f"<@{found.listener}>")
        step_in = words.button("step_in", press.token)
        return Reply(text, buttons=(step_in,), tone=Tone.MODERATION)

    async def _step_in(self, press: UserAction) -> Reply:
        if press.guild is not None:
            must_moderate(self._desk, press)
        ctx, words = self._desk.ctx, self._desk.words
        joined = await stepping_in.step_in(ctx, press.user, press.guild, press.token)
        text = words("worry.stepped_in", alias=joined.alias, own_alias=joined.own_alias)
        here = (words.button("read_here", joined.token),)
        return Reply(text, buttons=() if press.guild is None else here, tone=Tone.MODERATION)
