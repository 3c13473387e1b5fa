"""The one message of /setup, as it reads at each step: what is asked, what was chosen so far, what
is wrong with it, and the ways on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import discord

from bot.discord_app.interactions.context import DiscordContext
from bot.discord_app.interactions.middleware import LENGTH_AT_MOST
from bot.discord_app.rendering.reply import Button, Reply, Style
from bot.discord_app.servers.setup_findings import Findings, SetupFindings, own_role
from bot.discord_app.servers.setup_menus import SetupMenus
from bot.discord_app.servers.setup_values import SetupValues
from bot.domain.guilds import FOR_ADULTS_ONLY, Feature
from bot.domain.ids import GuildId
from bot.domain.setting_up import STEPS, SetupStep
from bot.domain.text import length
from bot.services.servers import setup
from bot.services.servers.guided import SetUp


@dataclass(frozen=True, slots=True)
class SetupView:
    """What a page is made from beside what was chosen. `guild`: None before Discord told of it.
    `notes` stand above all else; `first` are buttons before the others; `told`: what Discord told
    that the bot may do in a channel."""

    guild: discord.Guild | None
    notes: tuple[str, ...] = ()
    first: tuple[Button, ...] = ()
    told: Mapping[int, int] = field(default_factory=dict)
    panel_stands: bool = True


class SetupPages:
    """In the language of whoever reads them."""

    def __init__(self, desk: DiscordContext) -> None:
        self._desk = desk
        self._values = SetupValues(desk.words, desk.ctx.settings)
        self._menus = SetupMenus(desk.words, desk.ctx.settings)

    async def page(self, stands: SetUp, server: GuildId, seen: SetupView) -> Reply:
        """The message at the step where it stands."""
        if stands.step is SetupStep.CHECK:
            return await self._check(stands, server, seen)
        words, step = self._desk.words, stands.step
        found = self._found_at(stands, seen)
        lines = [
            *self._head(stands, seen),
            words(f"setup.at.{step}.about"),
            *self._chosen(stands),
            *self._said(found),
        ]
        buttons = (*seen.first, *self._own(stands), *self._ways(stands))
        return self._reply(lines, buttons, stands)

    def later(self) -> Reply:
        """What is left of the message for today."""
        words = self._desk.words
        return Reply(words("setup.later"), buttons=(words.button("setup_go_on"),))

    def why(self, key: str, guild: discord.Guild | None) -> str:
        """Why channels cannot be made, and what to do."""
        return self._desk.words(key, role="" if guild is None else own_role(guild))

    def changes(self, before: SetUp, after: SetUp) -> list[str]:
        """What is another than it was before."""
        return [] if before.now is None else self._values.changes(before.now, after)

    async def _check(self, stands: SetUp, server: GuildId, seen: SetupView) -> Reply:
        found = await self._all_found(stands, server, seen)
        well = seen.panel_stands and not found.faults
        verdict, chosen = self._verdict(stands, found, seen, well=well), self._chosen(stands)
        # what is wrong comes first: it must not be what is cut off
        said = [*verdict, *chosen] if found.faults else [*chosen, *verdict]
        lines = [*self._head(stands, seen), *self._lacks(stands), *said]
        buttons = (*self._to_do(stands, well=well), *seen.first, *self._beside(stands))
        return self._reply(lines, buttons, stands)

    def _lacks(self, stands: SetUp) -> list[str]:
        missing, words = stands.wanted.missing, self._desk.words
        if missing is None or not stands.begun:
            return []
        return [words("setup.still_missing", name=words(f"setup.at.{missing}.name"))]

    def _head(self, stands: SetUp, seen: SetupView) -> list[str]:
        words, step = self._desk.words, stands.step
        if self._holds(stands):
            head = words("setup.as_it_is")
        else:
            name = words(f"setup.at.{step}.name")
            head = words("setup.step", number=step.number, of=len(STEPS), name=name)
        return [*seen.notes, head]

    def _chosen(self, stands: SetUp) -> list[str]:
        lines = self._values.lines(stands, stands.step)
        if self._holds(stands):
            return lines
        return ["", self._desk.words("setup.so_far"), *lines] if lines else []

    def _holds(self, stands: SetUp) -> bool:
        """Whether what is shown is what the server has, and nothing else."""
        return not stands.begun and stands.now is not None and stands.step is SetupStep.CHECK

    async def _all_found(self, stands: SetUp, server: GuildId, seen: SetupView) -> Findings:
        if seen.guild is None or seen.guild.unavailable:
            return Findings(look_at=(self._desk.words("setup.not_looked"),))
        size = await setup.size(self._desk.ctx, server)
        return SetupFindings(self._desk.words, seen.guild, stands.wanted, seen.told).all(size)

    def _found_at(self, stands: SetUp, seen: SetupView) -> Findings:
        """What is to be said in the press in which it was chosen."""
        if seen.guild is None or seen.guild.unavailable:
            return Findings()
        findings = SetupFindings(self._desk.words, seen.guild, stands.wanted, seen.told)
        if stands.step is SetupStep.CHANNELS:
            return findings.of_channels()
        if stands.step is SetupStep.ASKS:
            return Findings(faults=(*findings.of_role(), *findings.for_threads()))
        if stands.step is SetupStep.MORE:
            return Findings(seen=tuple(self._stays_off(stands)))
        return Findings(faults=tuple(findings.of_role()))

    def _stays_off(self, stands: SetUp) -> Iterator[str]:
        """Why what is switched on will not be on."""
        on = stands.wanted.features
        if on & FOR_ADULTS_ONLY and not stands.wanted.for_adults_only:
            yield self._desk.words("switches.stays_off")
        if Feature.IMAGES in on and not self._desk.ctx.images.available:
            yield self._desk.words("switches.images_need")

    def _said(self, found: Findings) -> list[str]:
        words = self._desk.words
        faults = ["", words("setup.to_mend"), *found.faults] if found.faults else []
        look_at = ["", words("setup.to_look_at"), *found.look_at] if found.look_at else []
        return [*found.seen, *faults, *look_at]

    def _verdict(self, stands: SetUp, found: Findings, seen: SetupView, *, well: bool) -> list[str]:
        """That all is well, only where it is; that it does not hold yet, while it does not."""
        words = self._desk.words
        if seen.guild is None or seen.guild.unavailable:
            return list(found.look_at)
        if found.faults or (found.look_at and stands.begun):
            said = self._said(found)
        elif found.look_at:
            key = "setup.ready_but" if well else "setup.to_look_at"
            said = [*found.seen, "", words(key), *found.look_at]
        else:
            ready = well and not stands.begun
            said = [*found.seen, *(["", words("setup.all_well")] if ready else [])]
        return [*said, "", words("setup.not_in_place")] if stands.begun else said

    def _own(self, stands: SetUp) -> list[Button]:
        """What a step has buttons for."""
        button, wanted = self._desk.words.button, stands.wanted
        first = Style.PLAIN if wanted.missing is not stands.step else Style.MAIN
        if stands.step is SetupStep.CHANNELS and not wanted.made:
            return [button("setup_make", style=first)]
        if stands.step is SetupStep.CHANNELS:
            return [button("setup_pick_them")]
        if stands.step is SetupStep.MORE:
            return [button("channel_schedule")]
        if stands.step is SetupStep.WORDS:
            return [button("setup_zone")]
        if stands.step is SetupStep.AGES:
            return [button("setup_adults"), button("setup_ages")]
        return []

    def _ways(self, stands: SetUp) -> list[Button]:
        """Next first, where the step has what it needs; the ways back behind."""
        button, step, missing = self._desk.words.button, stands.step, stands.wanted.missing
        ways = []
        if missing is not step:
            ways.append(button("setup_next", style=Style.MAIN, choice=step.next))
        if missing is None and step.next is not SetupStep.CHECK:
            ways.append(button("setup_to_check", choice=SetupStep.CHECK))
        if step is not SetupStep.MODERATORS:
            ways.append(button("setup_back", choice=step.before))
        return [*ways, button("setup_later")]

    def _to_do(self, stands: SetUp, *, well: bool) -> list[Button]:
        button = self._desk.words.button
        if stands.begun and stands.wanted.missing is None:
            return [button("setup_apply", style=Style.MAIN, choice=stands.revision)]
        if stands.begun and (missing := stands.wanted.missing) is not None:
            return [button("setup_next", style=Style.MAIN, choice=missing)]
        return [] if well else [button("check_again", style=Style.MAIN)]

    def _beside(self, stands: SetUp) -> list[Button]:
        button = self._desk.words.button
        if stands.begun:
            dropped = [] if stands.now is None else [button("setup_drop")]
            return [
                *dropped,
                button("setup_back", choice=SetupStep.CHECK.before),
                button("setup_later"),
            ]
        undo = stands.last_change
        back = [] if undo is None else [button("setup_undo", choice=undo)]
        return [button("setup_test"), button("channel_schedule"), *back]

    def _reply(self, lines: Sequence[str], buttons: Sequence[Button], stands: SetUp) -> Reply:
        text = _that_fits(lines, self._desk.words("setup.more"))
        first = sorted(buttons, key=lambda one: one.style is not Style.MAIN)
        return Reply(text, buttons=tuple(first), menus=self._menus.of(stands))


def _that_fits(lines: Sequence[str], more: str) -> str:
    """As many of them as a message takes; what is left out shows once the first are mended."""
    text = lines[0]
    for number, line in enumerate(lines[1:], 2):
        last = number == len(lines)
        if length(text) + length(line) + (1 if last else length(more) + 2) > LENGTH_AT_MOST:
            return f"{text}\n{more}"
        text = f"{text}\n{line}"
    return text
