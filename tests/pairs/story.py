"""A random story out of all that people can do, drawn from a seed: the same for every asker."""

import random
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Final, TypeAlias

from bot.config import Settings
from bot.domain.guilds import Feature
from bot.local_discord import NotAllowedError, Person
from bot.storage.encryption.keys import KEY_BYTES, Keyring, key_in
from bot.storage.key_rotation import KeyRotation, ask
from tests.journeys.stage import Stage, files_in
from tests.pairs.cast import Asker, on_stage, two_askers
from tests.pairs.people import WORDS, Playing
from tests.pairs.traces import Told

MOVES: Final = 30
"""How many things happen in a story, after somebody asked and was heard."""

LIKELY: Final[Mapping[str, float]] = {
    **dict.fromkeys(("choose_ages", "switched_on", "channel_schedule", "check_again"), 0),
    **dict.fromkeys(("look_at_name", "my_country", "am_young", "am_younger", "age_is"), 0),
    **dict.fromkeys(("export", "export_now", "my_week", "my_hours", "goal", "my_schedule"), 0.05),
    **dict.fromkeys(("helplines", "privacy", "encourage", "kept", "listen", "panel"), 0.05),
    **dict.fromkeys(("open_again", "ask", "conversations", "set_goal", "find_number"), 0.1),
    **dict.fromkeys(("numbers_before", "record_before", "reports_before", "moderate"), 0.05),
    **dict.fromkeys(("leave", "erase_all", "privacy_kept", "privacy_more", "take_back"), 0.2),
    **dict.fromkeys(("cancel", "change", "report_leave", "keep_talking", "block_not"), 0.2),
    **dict.fromkeys(("remove_card", "my_age", "discreet", "pass_on", "report_turn"), 0.2),
    **dict.fromkeys(("accept", "post", "report_send", "end_now", "not_okay", "report"), 5),
    **dict.fromkeys(("look_report", "one_report", "number", "read_moderators", "appeal"), 5),
    **dict.fromkeys(("report_choose", "report_say", "answer_question"), 3),
    **dict.fromkeys(("ban_number", "read_question", "let_it_out"), 3),
    **dict.fromkeys(("reports", "numbers", "held_asks", "ask_back", "more_choices"), 3),
}
"""How likely a button is pressed; one that is not here, 1."""

SWITCHED: Final = {Feature.COMMUNITY: 0.5, Feature.APPROVE_ASKS: 0.25, Feature.REFLECTION: 0.5}
"""What is switched on, and in how many stories."""

LISTS: Final = ("reports", "held_asks", "numbers", "names_asked_for", "record")
"""What opens from /moderate."""


Spoil: TypeAlias = Callable[[Stage], Awaitable[None]]


@dataclass(frozen=True)
class Played:
    """A story that is over, and what was done in it how often."""

    told: Told
    done: Counter[str]


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


async def played(folder: Path, seed: int, who: Asker, spoil: Spoil | None = None) -> Played:
    """Play the story of a seed with this asker. Something may be spoiled before it begins."""
    chance = random.Random(seed)  # noqa: S311 - it is to be repeated
    features = [one for one in SWITCHED if chance.random() < SWITCHED[one]]
    async with on_stage(folder, who, Settings(), features) as cast:
        if spoil is not None:
            await spoil(cast.stage)
        playing = Playing(cast, chance, LIKELY)
        await opening(playing)
        for _ in range(MOVES):
            await move(playing)
        await look_at_everything(playing)
        drawn = frozenset().union(*(one.drawn for one in playing.chances))
        told = Told(cast.stage.discord, cast.asker, tuple(playing.steps), drawn)
        return Played(told, playing.done)


async def pair(folder: Path, seed: int, spoil: Spoil | None = None) -> tuple[Played, Played]:
    """The story of a seed with two askers, who are drawn from it, too."""
    askers = two_askers(random.Random(seed))  # noqa: S311 - it is to be repeated
    one, two = [
        await played(folder / str(place), seed, who, spoil) for place, who in enumerate(askers)
    ]
    return one, two


async def opening(playing: Playing) -> None:
    """Somebody asks, and is heard."""
    cast, stage = playing.cast, playing.cast.stage
    await playing.settle_all()
    for listener in (stage.listener, cast.moderator):
        await playing.press(listener, "duty")
    await playing.run(cast.asker, "ask")
    await playing.press(cast.asker, "post")
    await playing.press(playing.chance.choice([stage.listener, cast.moderator]), "accept")
    for one in (cast.asker, stage.listener, cast.moderator, cast.asker):
        await write(playing, one)


async def move(playing: Playing) -> None:
    """One more thing happens."""
    moves, weights = zip(*WAYS.items(), strict=True)
    (chosen,) = playing.chance.choices(moves, weights)
    playing.done[chosen.__name__] += 1
    with suppress(NotAllowedError):
        await chosen(playing)
    await playing.settle_all()


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


WAYS: Final[Mapping[Callable[[Playing], Awaitable[None]], float]] = {
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
