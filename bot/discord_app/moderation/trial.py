"""Where would such an ask go? A form for moderators who wonder, and the answer in counts."""

from collections.abc import Mapping

from bot.discord_app.components.custom_id import CustomId
from bot.discord_app.components.fields import Fields
from bot.discord_app.components.forms import Form
from bot.discord_app.interactions.context import DiscordContext
from bot.discord_app.interactions.declared import Audience, Declared
from bot.discord_app.interactions.handlers import Ack, Handler, OpensForm, Takes, UserAction
from bot.discord_app.moderation.moderate import must_moderate
from bot.discord_app.rendering.reply import Reply
from bot.discord_app.rendering.words import Words
from bot.domain.ages import Age
from bot.domain.asks import Wishes
from bot.domain.rejected_forms import Answers as FormAnswers
from bot.domain.waves import WaveRule
from bot.services.offers import rules, trial
from bot.services.offers.trial import COUNTED_FROM, Group, Trial

_GROUPS = (Age.ADULT, Age.YOUNG)


class TryingAsks:
    """Only what is typed in is looked at, and nothing of it is kept."""

    declared = Declared(Audience.MODERATORS)

    def __init__(self, desk: DiscordContext) -> None:
        self._desk = desk
        self.commands: Mapping[str, Handler] = {}
        self.buttons: Mapping[str, Handler] = {"try_ask": OpensForm(self._open)}
        self.forms: Mapping[str, Handler] = {"try_ask": Takes(Ack.REPLY, self._try, self._blank)}

    async def _open(self, press: UserAction) -> Form:
        must_moderate(self._desk, press)
        guilds, words = self._desk.ctx.guilds, self._desk.words
        topics = guilds.topics(press.guild, words.options("topic"))
        apart = guilds.of(press.member.guild).keeps_groups_apart
        return self._form(CustomId("try_ask", press.token), topics, apart=apart)

    def _blank(self, custom_id: CustomId, answers: FormAnswers) -> Form:
        return self._form(custom_id, self._desk.words.options("topic"), apart="age" in answers)

    def _form(self, custom_id: CustomId, topics: Mapping[str, str], *, apart: bool) -> Form:
        words, fields = self._desk.words, Fields(self._desk.words, "trial")
        shown = [
            fields.some_of("topic", topics, (), 1),
            fields.some_of("language", words.options("language"), (), 1),
            fields.one_of("heavy", words.options("heavy_ask"), "no"),
        ]
        if apart:
            groups = {str(age): words(f"age.group.{age}") for age in _GROUPS}
            shown.append(fields.one_of("age", groups, Age.ADULT))
        return Form(custom_id, words("trial.form_title"), tuple(shown))

    async def _try(self, press: UserAction) -> Reply:
        must_moderate(self._desk, press)
        ctx, words = self._desk.ctx, self._desk.words
        topic, language = (next(iter(press.all_chosen(one)), "") for one in ("topic", "language"))
        wishes = Wishes(topic, language, press.text("heavy") == "yes")
        age = next((one for one in _GROUPS if one == press.text("age")), Age.ADULT)
        guild, now = press.member.guild, ctx.clock.now()
        found = await ctx.store.read(
            lambda tables: trial.try_ask(ctx.settings, tables, guild, wishes, age, now)
        )
        return where_it_goes(words, rules.waves(ctx.settings), found)


def where_it_goes(words: Words, rule: WaveRule, found: Trial) -> Reply:
    """Both groups, and who of them comes first."""
    parts = (
        words("trial.asked"),
        words(
            "trial.on_duty",
            may=_counted(words, found.on_duty.said.may),
            first=rule.first_people,
            next=rule.next_people,
            every=words.length(rule.every),
        ),
        _left_out(words, found.on_duty),
        words(
            "trial.off_duty",
            may=_counted(words, found.off_duty.said.may),
            first=rule.off_duty_people,
            after=words.length(rule.off_duty_after),
        ),
        _left_out(words, found.off_duty),
        words("trial.order"),
    )
    ways = (words.button("try_ask"), words.button("moderate"))
    return Reply("\n".join(filter(None, parts)), buttons=ways)


def _left_out(words: Words, group: Group) -> str:
    """Why the others may not be told."""
    said = group.said
    lines = [words(f"trial.why_not.{why}", many=many) for why, many in said.why_not.items()]
    if said.others != 0:
        lines.append(words("trial.why_not.others", many=_counted(words, said.others)))
    return "\n".join([*lines, *([] if group.complete else [words("trial.not_all")])])


def _counted(words: Words, many: int | None) -> str:
    return words("trial.less_than", least=COUNTED_FROM) if many is None else str(many)
