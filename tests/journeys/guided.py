"""Setting a server up by the guided way, as somebody does it who manages it: for any story."""

from dataclasses import dataclass

from bot.local_discord import Channel, Message, Person, Role
from tests.prepared import shipped


def words(key: str, language: str = "en", **values: str | int) -> str:
    """A sentence from prompts/."""
    return shipped().text(language, key, **values)


@dataclass
class Guided:
    """The one message of /setup, and whoever presses below it. Counts what they do."""

    person: Person
    message: Message
    presses: int = 0
    """The command and the buttons."""
    picks: int = 0
    language: str = "en"
    """Of whoever reads it."""

    @classmethod
    async def opened(cls, person: Person, where: Channel, language: str = "en") -> "Guided":
        """Run /setup."""
        message = (await person.run("setup", in_=where)).message
        assert message is not None
        return cls(person, message, 1, language=language)

    @property
    def text(self) -> str:
        """What it reads."""
        return self.message.text

    async def press(self, action: str) -> Message:
        """Press a button by its action; the message as it is then, in the same place."""
        self.presses += 1
        shown = await self.person.press(self.message, self._words(f"press.{action}.button"))
        return self._same(shown.message)

    async def pick(self, menu: str, *values: Channel | Role | str) -> Message:
        """Pick in a menu by the name of what it is for."""
        self.picks += 1
        says = self._words(f"setup.pick.{menu}")
        return self._same((await self.person.choose(self.message, says, list(values))).message)

    async def go_to(self, step: str) -> Message:
        """From the last look to a step."""
        return await self.pick("step", self._words(f"setup.at.{step}.name"))

    def _words(self, key: str) -> str:
        return words(key, self.language)

    def _same(self, shown: Message | None) -> Message:
        assert shown is not None
        assert shown.id == self.message.id, "another message"
        self.message = shown
        return shown

    def has(self, action: str) -> bool:
        """Whether there is such a button."""
        return self._words(f"press.{action}.button") in map(str, self.message.buttons)

    def offers(self, menu: str) -> bool:
        """Whether there is such a menu."""
        return self._words(f"setup.pick.{menu}") in map(str, self.message.selects)

    @property
    def at_check(self) -> bool:
        """Whether it is at the last look."""
        return self.offers("step")

    async def choose_all(
        self, asks: Channel, staff: Channel, role: Role, panel: Channel | None = None
    ) -> None:
        """Role, channels, and that it is for adults only; then it is at asks and approvals."""
        await self.pick("role", role)
        if self.offers("role"):
            await self.press("setup_next")
        await self.pick("asks", asks)
        if panel is not None:
            await self.pick("panel", panel)
        await self.pick("staff", staff)
        await self.press("setup_next")
        await self.press("setup_adults")

    async def finish(self) -> Message:
        """Put it in place; where nothing changed, what /setup says of it."""
        if not self.at_check:
            await self.press("setup_to_check")
        if self.has("setup_apply"):
            return await self.press("setup_apply")
        again = await Guided.opened(self.person, self.message.channel, self.language)
        return again.message


async def set_up(
    person: Person, asks: Channel, staff: Channel, role: Role, panel: Channel | None = None
) -> Message:
    """From nothing to a running server; what is read at the end."""
    guided = await Guided.opened(person, staff)
    await guided.choose_all(asks, staff, role, panel)
    return await guided.finish()
