"""/ask: the form, the preview, posting; and taking an ask back."""

from collections.abc import Container, Mapping

from bot.discord_app.ages.in_form import AgeInForm
from bot.discord_app.asks import preview_parts
from bot.discord_app.asks.own_words_form import own_words
from bot.discord_app.components.custom_id import CustomId
from bot.discord_app.components.fields import Fields
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
from bot.discord_app.rendering.ask_summary import held_reply, here_line, wishes_lines
from bot.discord_app.rendering.reply import Reply
from bot.domain.asks import AskKind, OwnWords, Wishes
from bot.domain.errors import AnotherAskOpen, AskAlreadyOpen
from bot.domain.ids import DraftId, GuildId, UserId
from bot.domain.rejected_forms import Answers as FormAnswers
from bot.services.asks import closing, drafts, follow_up, holding, posting

MOST_EXCLUDED = 5
"""People who can be kept from an ask: as many as one remembers, and not everybody."""


class Asking:
    """What an asker presses."""

    declared = Declared(
        Audience.MEMBERS,
        ("draft", "draft_excluded", "ask", "ask_excluded", "button", "outbox", "happened"),
    )

    def __init__(self, desk: DiscordContext) -> None:
        self._desk = desk
        self._age = AgeInForm(desk)
        self.commands: Mapping[str, Handler] = {"ask": OpensForm(self._open)}
        self.buttons: Mapping[str, Handler] = {
            "ask": OpensForm(self._open),
            "post": Answers(Ack.UPDATE, self._post),
            "post_as_it_is": Answers(Ack.UPDATE, self._post),
            "change": OpensForm(self._reopen),
            "more_choices": OpensForm(self._open_choices),
            "cancel": Answers(Ack.UPDATE, self._cancel),
            "ask_privately": Answers(Ack.UPDATE, self._privately),
            "ask_openly": Answers(Ack.UPDATE, self._openly),
            "take_back": Answers(Ack.REPLY, self._take_back),
            "take_it_back": Answers(Ack.UPDATE, self._take_back),
            "keep_looking": Answers(Ack.UPDATE, self._keep_looking),
            "ask_others_now": Answers(Ack.REPLY, self._ask_others),
            "ask_again": Answers(Ack.REPLY, self._ask_again),
            "keep_until_later": Answers(Ack.UPDATE, self._keep),
        }
        self.forms: Mapping[str, Handler] = {
            "ask": Takes(Ack.REPLY, self._submitted, self.blank),
            "change": Takes(Ack.UPDATE, self._changed, self.blank),
            "more_choices": Takes(Ack.UPDATE, self._chose_more, self._blank_choices),
        }

    async def _open(self, press: UserAction) -> Form:
        asked = await self._age.asked(drafts.begin(self._desk.ctx, press.member))
        custom_id = CustomId("ask", self._desk.ctx.randomness.token())
        return own_words(self._desk, custom_id, OwnWords(""), asked)

    async def _reopen(self, press: UserAction) -> Form:
        draft = await drafts.get_draft(self._desk.ctx, press.member, DraftId(press.token))
        return own_words(self._desk, CustomId("change", press.token), draft.text)

    async def _submitted(self, press: UserAction) -> Reply:
        await self._age.take(press, press.member)
        return self._preview(
            await drafts.draft(
                self._desk.ctx, press.member, press.text("words"), press.text("would_help")
            )
        )

    async def _changed(self, press: UserAction) -> Reply:
        return self._preview(
            await drafts.change(
                self._desk.ctx,
                press.member,
                DraftId(press.token),
                press.text("words"),
                press.text("would_help"),
            )
        )

    async def _open_choices(self, press: UserAction) -> Form:
        draft = await drafts.get_draft(self._desk.ctx, press.member, DraftId(press.token))
        private = draft.kind is AskKind.PRIVATE
        names = ["without"] * private + ["those_before"] * (private and bool(draft.excluded))
        topics = self._desk.ctx.guilds.topics(press.guild, self._desk.words.options("topic"))
        custom_id = CustomId("more_choices", press.token)
        return self._choices(custom_id, draft.wishes, names, topics)

    def _blank_choices(self, custom_id: CustomId, answers: FormAnswers) -> Form:
        return self._choices(custom_id, Wishes(), answers, self._desk.words.options("topic"))

    def _choices(
        self, custom_id: CustomId, wishes: Wishes, also: Container[str], topics: Mapping[str, str]
    ) -> Form:
        """With the fields about people that `also` names."""
        words, fields = self._desk.words, Fields(self._desk.words, "choices")
        shown = [
            fields.some_of("topic", topics, {wishes.topic}, 1),
            fields.some_of("language", words.options("language"), {wishes.language}, 1),
            fields.one_of("heavy", words.options("heavy_ask"), "yes" if wishes.heavy else "no"),
        ]
        if "without" in also:
            shown.append(fields.people("without", MOST_EXCLUDED))
        if "those_before" in also:
            # a list of people cannot show who was chosen: only keyed numbers of them are kept
            before = words.options("those_before")
            shown.append(fields.one_of("those_before", before, "still"))
        return Form(custom_id, words("choices.form_title"), tuple(shown))

    async def _chose_more(self, press: UserAction) -> Reply:
        topic, language = (next(iter(press.all_chosen(name)), "") for name in ("topic", "language"))
        return self._preview(
            await drafts.choose_more(
                self._desk.ctx,
                press.member,
                DraftId(press.token),
                Wishes(topic, language, press.text("heavy") == "yes"),
                [UserId(int(chosen)) for chosen in press.all_chosen("without")],
                nobody=press.text("those_before") == "nobody",
            )
        )

    async def _keep_looking(self, press: UserAction) -> Reply:
        ask = await follow_up.get_waiting_ask(self._desk.ctx, press.user, press.token)
        until = self._desk.words.moment(ask.expires_at)
        return Reply(self._desk.words("ask.goes_on", until=until))

    async def _ask_others(self, press: UserAction) -> Reply:
        await follow_up.ask_others_now(self._desk.ctx, press.user, press.token)
        return Reply(self._desk.words("ask.others_now"))

    async def _ask_again(self, press: UserAction) -> Reply:
        member, key = await follow_up.ask_again(self._desk.ctx, press.user, press.token)
        return self._preview(await drafts.get_preview(self._desk.ctx, member, key))

    async def _keep(self, press: UserAction) -> Reply:
        words, settings = self._desk.words, self._desk.ctx.settings
        try:
            until = await follow_up.extend(self._desk.ctx, press.user, press.token)
        except AskAlreadyOpen as error:
            kept = words.length(settings.retention.ask_text_after_expiring)
            raise AnotherAskOpen(length=kept) from error
        if isinstance(until, follow_up.HeldFirst):
            return await self._held(until.guild)
        return Reply(words("ask.kept", until=words.moment(until)))

    async def _privately(self, press: UserAction) -> Reply:
        return await self._choose(press, AskKind.PRIVATE)

    async def _openly(self, press: UserAction) -> Reply:
        return await self._choose(press, AskKind.OPEN)

    async def _choose(self, press: UserAction, kind: AskKind) -> Reply:
        return self._preview(
            await drafts.choose(self._desk.ctx, press.member, DraftId(press.token), kind)
        )

    async def _cancel(self, press: UserAction) -> Reply:
        await drafts.cancel(self._desk.ctx, press.member, DraftId(press.token))
        return Reply(self._desk.words("ask.cancelled"))

    async def _post(self, press: UserAction) -> Reply:
        posted = await posting.post(self._desk.ctx, press.member, DraftId(press.token))
        if posted.held:
            return await self._held(press.member.guild)
        until = self._desk.words.moment(posted.expires_at)
        key = "ask.posted_without_dm" if posted.without_dm else "ask.posted"
        return Reply(self._desk.words(key, here=self._here(posted), until=until))

    async def _held(self, guild: GuildId) -> Reply:
        return held_reply(self._desk.words, await holding.usual_look(self._desk.ctx, guild))

    async def _take_back(self, press: UserAction) -> Reply:
        await closing.take_back_own(self._desk.ctx, press.user, press.token)
        return Reply(self._desk.words("ask.taken_back"))

    def blank(self, custom_id: CustomId, answers: FormAnswers) -> Form:
        """The form, empty, wherever it is opened; with the question that stood in it."""
        return own_words(self._desk, custom_id, OwnWords(""), self._age.again(answers))

    def preview(self, preview: drafts.Preview) -> Reply:
        """What the author of a draft sees, wherever it was begun."""
        return self._preview(preview)

    def _preview(self, preview: drafts.Preview) -> Reply:
        draft = preview.draft
        if draft.changes is not None:
            return preview_parts.of_new_words(self._desk, preview)
        text = self._desk.words(
            "ask.preview",
            who_sees=self._desk.words(
                f"ask.who_sees.{preview_parts.seen_by(self._desk.ctx.guilds, preview)}"
            ),
            here=self._here(preview),
            until=self._desk.words.moment(draft.expires_at),
        )
        chosen = wishes_lines(self._desk.words, draft.wishes, "ask.heavy")
        if draft.excluded:
            chosen.append(self._desk.words("ask.without", count=len(draft.excluded)))
        if preview.others_asked:
            chosen.append(self._desk.words("ask.others_asked"))
        chosen += preview_parts.warnings(self._desk, preview)
        text = self._desk.words.with_help("\n".join([text, *chosen]))
        boxes = self._desk.words.boxes(draft.text)
        return Reply(text, boxes, tuple(preview_parts.buttons(self._desk, preview)))

    def _here(self, told: drafts.Preview | posting.Posted) -> str:
        return here_line(
            self._desk.words,
            told.here,
            told.first,
            self._desk.ctx.settings.offers.same_listener_first,
            later=isinstance(told, posting.Posted) and told.later,
            likely=told.likely,
        )
