"""People in open conversations on a local Discord, for measurements that need many of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.local_discord import Channel, Guild, LocalDiscord, Message, Person
from bot.prompt_files import load_shipped
from bot.prompts import Prompts
from tests.journeys.adults import agrees, says_so
from tests.journeys.guided import set_up

PATIENCE = 20.0
"""Seconds that people wait for an answer while a machine is busy with others."""


@dataclass(frozen=True)
class Pair:
    """An asker and a listener who talk with each other."""

    asker: Person
    listener: Person

    def both_ways(self) -> tuple[tuple[Person, Person], tuple[Person, Person]]:
        """Who writes, and who reads it."""
        return (self.asker, self.listener), (self.listener, self.asker)


class Town:
    """A server that is set up, whose members talk; a bot must be connected while they meet."""

    def __init__(self, discord: LocalDiscord) -> None:
        self._discord = discord
        self._prompts: Prompts = load_shipped()
        self._admin = _patient(discord.add_person("admin"))
        self.guild: Guild = discord.add_guild("Harbour", owner=self._admin, member_count=120)
        self.asks: Channel = self.guild.add_channel("ask-here")
        self._staff = self.guild.add_channel("staff")
        self._role = self.guild.add_role("Moderators")

    async def set_up(self) -> None:
        """Run /setup, private asks only."""
        await set_up(self._admin, self.asks, self._staff, self._role)

    async def pairs(self, count: int) -> Sequence[Pair]:
        """So many pairs of people who have just begun to talk."""
        return [await self._pair(number) for number in range(count)]

    def member(self, name: str) -> Person:
        """Somebody new in the server."""
        person = _patient(self._discord.add_person(name))
        self.guild.join(person)
        return person

    async def _pair(self, number: int) -> Pair:
        asker, listener = self.member(f"asker{number}"), self.member(f"listener{number}")
        for person in (asker, listener):
            await says_so(person, self.asks)
        await self._listen(listener)
        opened = await asker.run("ask", in_=self.asks)
        assert opened.form is not None
        words = self._words("ask.form.words.field_label")
        preview = (await asker.submit(opened.form, {words: f"Ask number {number}"})).message
        accept = self._words("press.accept.button")
        before = listener.sees(self.asks)[-1] if listener.sees(self.asks) else None
        await self._press(asker, preview, "post")
        post = await listener.wait_for(
            self.asks, lambda message: accept in map(str, message.buttons), PATIENCE, after=before
        )
        await listener.press(post, accept)
        await listener.wait_for(listener.dm, f"Ask number {number}", PATIENCE)
        end = self._words("press.end.button")
        await asker.wait_for(asker.dm, lambda message: end in map(str, message.buttons), PATIENCE)
        return Pair(asker, listener)

    async def _listen(self, person: Person) -> None:
        shown = (await person.run("listen", in_=self.asks)).message
        for _ in range(2):
            shown = await self._press(person, shown, "guide")
        assert shown is not None, "there is no message to press on"
        opened = await person.press(shown, self._words("press.join.button"))
        await agrees(person, opened.form)

    async def _press(self, person: Person, shown: Message | None, button: str) -> Message | None:
        assert shown is not None, "there is no message to press on"
        return (await person.press(shown, self._words(f"press.{button}.button"))).message

    def _words(self, key: str) -> str:
        return self._prompts.text("en", key)


def _patient(person: Person) -> Person:
    person.patience = person.deferred_patience = PATIENCE
    return person
