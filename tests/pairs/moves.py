"""All that people do in a story, and that happens to them."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Final, TypeAlias

from bot.local_discord import Person
from bot.storage.encryption.keys import KEY_BYTES, Keyring, key_in
from bot.storage.key_rotation import KeyRotation, ask
from tests.journeys.stage import files_in
from tests.pairs.people import WORDS, Playing

Move: TypeAlias = Callable[[Playing], Awaitable[None]]

LISTS: Final = ("reports", "held_asks", "numbers", "names_asked_for", "record")
"""What opens from /moderate."""


class Foreseen(Keyring):
    """A key after which comes the same one each time: numbers and fingerprints hang on it."""

    def __init__(self, now: Keyring) -> None:
        super().__init__(now._parts)

    def rotated(self) -> Keyring:
        """The next one."""
        new = super().rotated()._parts
        count = len(new.links)
        links = (*self.links, bytes([count]) * KEY_BYTES)
        return Keyring(replace(new, master=bytes([255 - count]) * KEY_BYTES, links=links))


def anybody(playing: Playing) -> Person:
    """Somebody, mostly the asker or a listener."""
    cast = playing.cast
    people = (cast.asker, cast.stage.listener, cast.moderator, cast.member, cast.stage.admin)
    return playing.chance.choices(people, (4, 3, 3, 1, 1))[0]


async def press_something(playing: Playing) -> None:
    """Whatever is in sight."""
    await playing.press_any(anybody(playing))


async def ask_for_help(playing: Playing) -> None:
    """By the command."""
    cast = playing.cast
    person = playing.chance.choices((cast.asker, cast.member, cast.stage.listener), (5, 2, 1))[0]
    await playing.run(person, "ask")


async def accept(playing: Playing) -> None:
    """Somebody listens to whoever waits."""
    cast = playing.cast
    await playing.press(playing.chance.choice([cast.stage.listener, cast.moderator]), "accept")


async def talk(playing: Playing) -> None:
    """Somebody writes in direct messages."""
    await write(playing, anybody(playing))


async def write(playing: Playing, person: Person) -> None:
    """A few words; now and then they are changed, taken back, or marked."""
    message = await person.send(person.dm, playing.chance.choice(WORDS))
    await playing.settle()
    then = playing.chance.random()
    if then < 0.15:
        await person.edit(message, playing.chance.choice(WORDS))
    elif then < 0.3:
        await person.delete(message)
    elif then < 0.4:
        heard = [m for m in person.sees(person.dm) if m.author.is_bot]
        if heard:
            await person.react(heard[-1], "🌱")
    await playing.settle()


async def report(playing: Playing) -> None:
    """By a button in a conversation, by the menu, or with an ending."""
    person, action = anybody(playing), playing.chance.choice(("report", "not_okay", ""))
    if not action or not await playing.press(person, action):
        await playing.report_menu(person)


async def moderate(playing: Playing) -> None:
    """A moderator looks at what there is."""
    person = playing.chance.choice([playing.cast.moderator, playing.cast.stage.admin])
    await playing.run(person, "moderate")


async def act_on_a_number(playing: Playing) -> None:
    """A moderator goes to one of the numbers, and does something."""
    person = playing.chance.choice([playing.cast.moderator, playing.cast.stage.admin])
    await playing.run(person, "moderate")
    await playing.press(person, "numbers")
    await playing.press(person, "number")


async def look_at_every_list(playing: Playing) -> None:
    """A moderator opens all that there is behind /moderate."""
    person = playing.chance.choice([playing.cast.moderator, playing.cast.stage.admin])
    for action in LISTS:
        await playing.run(person, "moderate", on=False)
        await playing.press(person, action)


async def two_reports(playing: Playing) -> None:
    """Two people report what stands in the channel for asks, or what they were told last."""
    cast = playing.cast
    for person in playing.chance.sample([cast.stage.listener, cast.moderator, cast.member], 2):
        await playing.report_menu(person, newest=3)
        await playing.press(person, "report_send")


async def block(playing: Playing) -> None:
    """Somebody blocks whom they talk or talked with, or looks whom they blocked."""
    person = anybody(playing)
    await playing.run(person, "conversations", on=False)
    for action in ("block", "block_now", "blocks"):
        await playing.press(person, action)


async def ask_somebody_back(playing: Playing) -> None:
    """Moderators ask whoever reported, who answers."""
    cast = playing.cast
    person = playing.chance.choice([cast.moderator, cast.stage.admin])
    for action in ("reports", "one_report", "ask_back"):
        await playing.run(person, "moderate", on=False) if action == "reports" else None
        await playing.press(person, action)
    for one in cast.everybody:
        await playing.press(one, "read_question")


async def read_moderators(playing: Playing) -> None:
    """Whoever was written to reads it, and may appeal."""
    for one in playing.cast.everybody:
        await playing.press(one, "read_moderators")


async def change_roles(playing: Playing) -> None:
    """The asker's roles change, or a moderator is one no longer, or again."""
    cast, guild = playing.cast, playing.cast.stage.guild
    person = playing.chance.choice([cast.asker, cast.moderator])
    if person.id in guild.members:
        role = guild.add_role("Welcomed") if person is cast.asker else cast.stage.moderators
        has = guild.members[person.id].roles
        left = [one for one in has if one is not role]
        guild.set_roles(person, left if role in has else [*has, role])


async def look_at_everything(playing: Playing) -> None:
    """At the end those who moderate look wherever they can, and everybody else a little."""
    cast = playing.cast
    cast.stage.guild.set_roles(cast.moderator, [cast.stage.moderators])
    await look_at_every_list(playing)
    for person in cast.others:
        for command in playing.chance.sample(("conversations", "listen", "community"), 2):
            await playing.run(person, command, on=False)


async def look_around(playing: Playing) -> None:
    """Any other command."""
    names = ("conversations", "listen", "community", "privacy", "help", "encourage", "goal")
    await playing.run(anybody(playing), playing.chance.choice(names))


async def pass_time(playing: Playing) -> None:
    """Minutes, hours, or days."""
    lengths = (timedelta(minutes=4), timedelta(minutes=20), timedelta(hours=3), timedelta(days=1))
    playing.cast.stage.clock.advance(playing.chance.choice(lengths))


async def restart(playing: Playing) -> None:
    """The bot is started anew."""
    await playing.cast.stage.restart()


async def rotate(playing: Playing) -> None:
    """The key is rotated, and the bot started anew."""
    stage = playing.cast.stage
    key_file = files_in(stage.folder, stage.settings, stage.discord).storage.key_file
    rotation = KeyRotation(stage.bot.desk.ctx.store, Foreseen(key_in(key_file)), key_file)
    ask(key_file)
    while await rotation.step():
        pass
    await stage.restart()


async def go(playing: Playing) -> None:
    """Somebody leaves the server, and mostly comes again."""
    guild = playing.cast.stage.guild
    person = playing.chance.choice([playing.cast.asker, playing.cast.stage.listener])
    if person.id not in guild.members:
        guild.join(person)
        return
    roles = guild.members[person.id].roles
    guild.leave(person)
    await playing.settle()
    if playing.chance.random() < 0.7:
        guild.join(person, roles=roles)


async def erase(playing: Playing) -> None:
    """Somebody erases everything."""
    person = anybody(playing)
    await playing.run(person, "privacy")
    await playing.press(person, "erase_all")
    await playing.press(person, "erase_all_now")


WAYS: Final[Mapping[Move, float]] = {
    press_something: 8,
    ask_for_help: 4,
    accept: 4,
    talk: 7,
    report: 5,
    two_reports: 1,
    block: 1,
    moderate: 2,
    act_on_a_number: 4,
    look_at_every_list: 1,
    ask_somebody_back: 1,
    read_moderators: 1,
    look_around: 2,
    pass_time: 5,
    change_roles: 0.7,
    restart: 0.7,
    rotate: 0.2,
    go: 1,
    erase: 0.5,
}
"""What may happen, and how likely it is."""
