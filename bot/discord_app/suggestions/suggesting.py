"""Suggesting an encouragement: a form, a preview that its writer alone sees, and sending it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import discord
from discord import ui

from bot.discord_app.components.custom_id import CustomId
from bot.discord_app.components.fields import Fields
from bot.discord_app.components.forms import Field, Form
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
from bot.discord_app.rendering.giving_away import in_quotes
from bot.discord_app.rendering.reply import Reply, Style
from bot.domain.asks import OwnWords
from bot.domain.details import exact_words
from bot.domain.ids import SuggestionId
from bot.domain.rejected_forms import Answers as FormAnswers
from bot.domain.suggestions import TIPS_THEME, WORDS_AT_MOST, Suggested, Suggestion
from bot.services.asks import kinds
from bot.services.context import Member
from bot.services.open_asks import helped
from bot.services.suggestions import looking_again, writing

TELL: Final = "tell"


class Suggesting:
    """What a member presses who has a few kind words for others, or reads bad ones of another."""

    declared = Declared(Audience.MEMBERS, ("suggestion", "known_number"), ("encourage",))

    def __init__(self, desk: DiscordContext) -> None:
        self._desk = desk
        self.commands: Mapping[str, Handler] = {}
        self.buttons: Mapping[str, Handler] = {
            "suggest": OpensForm(self._open),
            "keep_as_tip": OpensForm(self._open_tip),
            "suggestion_change": OpensForm(self._open_again),
            "suggestion_send": Answers(Ack.UPDATE, self._send),
            "suggestion_send_anyway": Answers(Ack.UPDATE, self._send),
            "suggestion_drop": Answers(Ack.UPDATE, self._drop),
            "report_text": Answers(Ack.REPLY, self._report),
        }
        self.forms: Mapping[str, Handler] = {
            "suggest": Takes(Ack.REPLY, self._written, self._blank),
            "keep_as_tip": Takes(Ack.REPLY, self._tip_written, self._blank),
            "suggestion_change": Takes(Ack.REPLY, self._rewritten, self._blank),
        }

    async def _open(self, press: UserAction) -> Form:
        await writing.must_be_open(self._desk.ctx, press.member)
        return self._blank(CustomId("suggest", self._desk.ctx.randomness.token()), {})

    async def _open_tip(self, press: UserAction) -> Form:
        """What helped somebody who asked openly, written anew by them."""
        guild = await helped.where_something_did(self._desk.ctx, press.user, press.token)
        await writing.must_be_open(self._desk.ctx, Member(press.user, guild), tip=True)
        return self._blank(CustomId("keep_as_tip", press.token), {})

    async def _tip_written(self, press: UserAction) -> Reply:
        guild = await helped.where_something_did(self._desk.ctx, press.user, press.token)
        typed = replace(self._typed(press), theme=TIPS_THEME, tip=True)
        who = Member(press.user, guild)
        return self._preview(await writing.begin_suggestion(self._desk.ctx, who, typed))

    async def _open_again(self, press: UserAction) -> Form:
        key = SuggestionId(press.token)
        draft = await writing.get_suggestion(self._desk.ctx, await self._who(press), key)
        return self._form(CustomId("suggestion_change", press.token), draft.text)

    def _blank(self, custom_id: CustomId, answers: FormAnswers) -> Form:
        del answers  # it has the same fields for everybody
        tip = custom_id.action == "keep_as_tip"
        return self._form(
            custom_id, Suggested("", "", self._desk.words.language, tell=False, tip=tip)
        )

    def _form(self, custom_id: CustomId, standing: Suggested) -> Form:
        words, fields = self._desk.words, Fields(self._desk.words, "suggesting")
        text = fields.lines("words", standing.words, most=WORDS_AT_MOST, required=True)
        languages = words.deck_languages
        spoken = (
            (fields.one_of("language", languages, standing.language),) if len(languages) > 1 else ()
        )
        tell = fields.one_of(TELL, words.options("tell_me"), "yes" if standing.tell else "no")
        themes = () if standing.tip else (self._themes(fields, standing.theme),)
        themed = (text, *themes, *spoken, tell)
        return Form(custom_id, words("suggesting.form_title"), themed)

    async def _who(self, press: UserAction) -> Member:
        """In direct messages it counts in the server of the draft."""
        if press.guild is not None:
            return press.member
        home = await writing.home_of(self._desk.ctx, press.user, SuggestionId(press.token))
        return Member(press.user, home)

    def _themes(self, fields: Fields, standing: str) -> Field:
        options = [
            discord.SelectOption(label=deck.name, value=deck.key, default=deck.key == standing)
            for deck in self._desk.words.decks.values()
        ]
        select: ui.Select[ui.Modal] = ui.Select(custom_id="theme", required=True, options=options)
        return fields.control("theme", select)

    def _typed(self, press: UserAction) -> Suggested:
        spoken = press.text("language")
        language = spoken if spoken in self._desk.words.deck_languages else self._desk.ctx.language
        theme = next(iter(press.all_chosen("theme")), TIPS_THEME)
        return Suggested(press.text("words"), theme, language, press.text(TELL) == "yes")

    async def _written(self, press: UserAction) -> Reply:
        typed = self._typed(press)
        return self._preview(await writing.begin_suggestion(self._desk.ctx, press.member, typed))

    async def _rewritten(self, press: UserAction) -> Reply:
        key, typed = SuggestionId(press.token), self._typed(press)
        who = await self._who(press)
        return self._preview(await writing.rewrite(self._desk.ctx, who, key, typed))

    def _preview(self, draft: Suggestion) -> Reply:
        ctx, words, text = self._desk.ctx, self._desk.words, draft.text
        keep = ctx.settings.retention.suggestions
        told = "suggesting.told" if text.tell else "suggesting.not_told"
        lines = [words("suggesting.preview", kept=words.days(keep)), words(told)]
        if kinds.is_small(ctx, draft.guild_id):
            lines.append(words("suggesting.small"))
        exact = exact_words(ctx.details, text.words)
        if exact:
            lines.append(words("ask.gives_away", exact=in_quotes(words, exact)))
        until = draft.written_at + ctx.settings.asks.draft_lives
        lines.append(words("suggesting.until", until=words.moment(until)))
        send = "suggestion_send_anyway" if exact else "suggestion_send"
        return Reply(
            words.with_help("\n".join(lines)),
            words.boxes(OwnWords(text.words)),
            (
                words.button(send, draft.id, Style.MAIN),
                words.button("suggestion_change", draft.id),
                words.button("suggestion_drop", draft.id),
                words.button("helplines"),
            ),
        )

    async def _send(self, press: UserAction) -> Reply:
        who = await self._who(press)
        await writing.send_suggestion(self._desk.ctx, who, SuggestionId(press.token))
        return self._done("suggesting.sent")

    async def _drop(self, press: UserAction) -> Reply:
        who = await self._who(press)
        await writing.drop_draft(self._desk.ctx, who, SuggestionId(press.token))
        return Reply(self._desk.words("suggesting.dropped"))

    async def _report(self, press: UserAction) -> Reply:
        await looking_again.want_a_look(self._desk.ctx, press.user, press.which)
        return Reply(self._desk.words("encourage.reported"))

    def _done(self, key: str) -> Reply:
        words = self._desk.words
        return Reply(words(key), buttons=(words.button("my_suggestions"),))
