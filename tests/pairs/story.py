"""A random story out of all that people can do, drawn from a seed: the same for every asker."""

import random
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from bot.config import Settings
from bot.domain.guilds import Feature
from bot.local_discord import NotAllowedError
from tests.journeys.open_asks import SETTINGS
from tests.journeys.stage import Stage
from tests.pairs.cast import Asker, on_stage, two_askers
from tests.pairs.moves import WAYS, Move, look_at_everything, write
from tests.pairs.open_moves import OPEN_WAYS, beginning
from tests.pairs.people import Playing
from tests.pairs.traces import Told

MOVES: Final = 30
"""How many things happen in a story, after somebody asked and was heard."""

TRIES: Final = 3

OPEN: Final = 5
"""In every so many a story people may ask openly, too."""

LIKELY: Final[Mapping[str, float]] = {
    **dict.fromkeys(("choose_ages", "switched_on", "channel_schedule", "check_again"), 0),
    **dict.fromkeys(("look_at_name", "my_country", "am_young", "am_younger", "age_is"), 0),
    "privacy_more": 0,  # how many pages there are hangs on the language that somebody reads
    **dict.fromkeys(("export", "export_now", "my_week", "my_hours", "goal", "my_schedule"), 0.05),
    **dict.fromkeys(("my_quiet", "leave_ask"), 0.05),
    **dict.fromkeys(("helplines", "privacy", "encourage", "kept", "listen", "panel"), 0.05),
    **dict.fromkeys(("open_again", "ask", "conversations", "set_goal", "find_number"), 0.1),
    **dict.fromkeys(("numbers_before", "record_before", "reports_before", "moderate"), 0.05),
    **dict.fromkeys(("leave", "erase_all", "privacy_kept", "take_back"), 0.2),
    **dict.fromkeys(("cancel", "change", "report_leave", "keep_talking", "block_not"), 0.2),
    **dict.fromkeys(("remove_card", "my_age", "discreet", "pass_on", "report_turn"), 0.2),
    **dict.fromkeys(("accept", "post", "report_send", "end_now", "not_okay", "report"), 5),
    **dict.fromkeys(("ask_openly", "what_helped", "reply_openly"), 20),
    **dict.fromkeys(("ask_privately", "close_open_ask"), 0.2),
    **dict.fromkeys(("look_report", "one_report", "number", "read_moderators", "appeal"), 5),
    **dict.fromkeys(("report_choose", "report_say", "answer_question"), 3),
    **dict.fromkeys(("ban_number", "read_question", "let_it_out"), 3),
    **dict.fromkeys(("reports", "numbers", "held_asks", "ask_back", "more_choices"), 3),
}
"""How likely a button is pressed; one that is not here, 1."""

SWITCHED: Final = {Feature.COMMUNITY: 0.5, Feature.APPROVE_ASKS: 0.25, Feature.REFLECTION: 0.5}
"""What is switched on, and in how many stories."""

Spoil: TypeAlias = Callable[[Stage], Awaitable[None]]


@dataclass(frozen=True)
class Played:
    """A story that is over, and what was done in it how often."""

    told: Told
    done: Counter[str]


async def played(folder: Path, seed: int, who: Asker, spoil: Spoil | None = None) -> Played:
    """Play the story of a seed with this asker. Something may be spoiled before it begins."""
    chance = random.Random(seed)  # noqa: S311 - it is to be repeated
    features = [one for one in SWITCHED if chance.random() < SWITCHED[one]]
    openly = seed % OPEN == OPEN - 1
    async with on_stage(folder, who, SETTINGS if openly else Settings(), features) as cast:
        if spoil is not None:
            await spoil(cast.stage)
        playing = Playing(cast, chance, LIKELY)
        await opening(playing)
        if openly:
            await beginning(playing)
        for _ in range(MOVES):
            await move(playing, OPEN_WAYS if openly else WAYS)
        await look_at_everything(playing)
        drawn = frozenset().union(*(one.drawn for one in playing.chances))
        told = Told(cast.stage.discord, cast.asker, tuple(playing.steps), drawn)
        return Played(told, playing.done)


async def pair(folder: Path, seed: int, spoil: Spoil | None = None) -> tuple[Played, Played]:
    """The story of a seed with two askers, who are drawn from it, too. Where others receive not the
    same, both are played again, three times in all: what shows who asks shows each time, and what
    only came first by chance, such as a message and an erasure, does not."""
    askers = two_askers(random.Random(seed))  # noqa: S311 - it is to be repeated
    tries = list[tuple[Played, Played]]()
    while len(tries) < TRIES:
        places = [folder / f"{len(tries)}{who}" for who in ("one", "two")]
        one, two = [
            await played(place, seed, who, spoil) for place, who in zip(places, askers, strict=True)
        ]
        tries.append((one, two))
        both = ((first[0], other[1]) for first in tries for other in tries)
        alike = next((these for these in both if are_alike(*these)), None)
        if alike is not None:
            return alike
    return tries[0]


def are_alike(one: Played, two: Played) -> bool:
    """Whether others receive the same in both."""
    return one.done == two.done and one.told.received() == two.told.received()


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


async def move(playing: Playing, ways: Mapping[Move, float]) -> None:
    """One more thing happens."""
    moves, weights = zip(*ways.items(), strict=True)
    (chosen,) = playing.chance.choices(moves, weights)
    playing.done[chosen.__name__] += 1
    with suppress(NotAllowedError):
        await chosen(playing)
    await playing.settle_all()
