"""/moderate: how the server is doing now, and the ways to all that waits for moderators."""

from collections.abc import Mapping

from bot.discord_app.interactions.context import DiscordContext
from bot.discord_app.interactions.declared import Audience, Declared
from bot.discord_app.interactions.handlers import Ack, Answers, Handler, UserAction
from bot.discord_app.rendering.reply import Button, Reply
from bot.domain.ages import Ages
from bot.domain.guilds import Feature
from bot.domain.moderation import Health
from bot.services.asks import holding
from bot.services.listeners import newcomers
from bot.services.moderation import overview, report_desk
from bot.services.moderation.overview import ServerStanding


def must_moderate(desk: DiscordContext, press: UserAction) -> None:
    """Raises NotAModerator, NotSetUp; OutOfDate in direct messages. Looked at at every press."""
    press.must_moderate(desk.ctx.guilds.of(press.member.guild).moderator_role)


class Moderating:
    """What a moderator sees first."""

    declared = Declared(Audience.MODERATORS)

    def __init__(self, desk: DiscordContext) -> None:
        self._desk = desk
        self.commands: Mapping[str, Handler] = {"moderate": Answers(Ack.REPLY, self._look)}
        self.buttons: Mapping[str, Handler] = {
            "moderate": Answers(Ack.UPDATE, self._look),
            "moderation": Answers(Ack.REPLY, self._look),
        }
        self.forms: Mapping[str, Handler] = {}

    async def _look(self, press: UserAction) -> Reply:
        must_moderate(self._desk, press)
        ctx, words = self._desk.ctx, self._desk.words
        standing = await overview.get_standing(ctx, press.member.guild, press.member)
        waiting = await report_desk.count_reports(ctx, press.member)
        held = await holding.count_held(ctx, press.member.guild)
        ways = (
            words.button("reports", choice=0, count=waiting),
            words.button("held_asks", choice=0, count=held),
            await self._of_newcomers(press),
            *self._suggested(press, standing),
            *self._ways(standing),
            *self._of_the_young(press),
            words.button("moderate"),
        )
        return Reply("\n".join(self._lines(standing, waiting, held)), buttons=ways)

    async def _of_newcomers(self, press: UserAction) -> Button:
        count = len(await newcomers.list_waiting(self._desk.ctx, press.member.guild))
        return self._desk.words.button("new_listeners", choice=0, count=count)

    def _suggested(self, press: UserAction, standing: ServerStanding) -> tuple[Button, ...]:
        """Where members may suggest encouragements, or did."""
        some = standing.suggestions or standing.in_deck
        on = self._desk.ctx.guilds.is_on
        if not some and not any(
            on(press.guild, one) for one in (Feature.SUGGESTIONS, Feature.TIPS)
        ):
            return ()
        return (self._desk.words.button("suggestions", choice=0, count=standing.suggestions),)

    def _of_the_young(self, press: UserAction) -> tuple[Button, ...]:
        rule = self._desk.ctx.guilds.of(press.member.guild).ages
        has_young = rule is not None and rule.ages is Ages.TWO_GROUPS
        return (self._desk.words.button("young_listeners"),) if has_young else ()

    def _lines(self, standing: ServerStanding, reports: int, held: int) -> list[str]:
        words = self._desk.words
        waits = [] if standing.answers == 0 else [words("moderate.answers", count=standing.answers)]
        known = words("moderate.others", count=standing.others)
        return [words("moderate.now"), *self._health(standing.health, reports, held), *waits, known]

    def _health(self, health: Health, reports: int, held: int) -> list[str]:
        words = self._desk.words
        lines = [words("moderate.waiting", count=health.waiting)]
        if health.waits_since is not None:
            lines.append(words("moderate.longest", since=words.moment(health.waits_since)))
        lines.append(words("moderate.on_duty", count=health.on_duty))
        lines.append(words("moderate.talking", count=health.talking))
        lines.append(words("moderate.reports", count=reports))
        lines.append(words("moderate.held", count=held))
        lines.append(words("moderate.undelivered", count=health.undelivered))
        return [*lines, words("moderate.not_counted")]

    def _ways(self, standing: ServerStanding) -> tuple[Button, ...]:
        button = self._desk.words.button
        return (
            button("numbers", choice=0, count=standing.numbers),
            button("names_asked_for"),
            button("record", choice=0, count=standing.record),
            button("try_ask"),
        )
