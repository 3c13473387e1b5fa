"""What everybody but the asker sees, in a form in which two stories can be compared."""

import json
import re
from typing import Any

from bot.local_discord import Person
from tests.journeys.stage import Stage
from tests.journeys.test_non_interference import without_discords_own

Views = list[dict[str, list[str]]]
"""At one moment after the other: what stands where, by who looks and where."""


async def on_duty(stage: Stage, *people: Person) -> None:
    """Become listeners, and go on duty."""
    label = stage.words("press.duty.button", length=stage.words("time.hours", count=4))
    for one in people:
        await one.press(await stage.join(one), label)


def plain(stage: Stage, value: Any) -> str:
    """Without what Discord gives, chance, and the names that are drawn."""

    def kept(one: Any) -> Any:
        if isinstance(one, dict):
            out = ("custom_id", "message_id", "interacted_message_id")
            return {key: kept(value) for key, value in one.items() if key not in out}
        return [kept(each) for each in one] if isinstance(one, list) else one

    text = json.dumps(kept(without_discords_own(value)), sort_keys=True)
    names = "|".join(map(re.escape, stage.prompts.aliases("en")))
    return re.sub(rf"\b(?:{names})\b", "ALIAS", text)


def seen_by_others(stage: Stage) -> dict[str, list[str]]:
    """What everybody but the asker sees."""
    return {
        f"{one.username} in {place.name or 'their DM'}": [
            plain(stage, m.raw) for m in one.sees(place)
        ]
        for one in (stage.admin, stage.listener, stage.other)
        for place in (stage.asks, stage.staff, stage.entrance, one.dm)
    }


async def looking_on(stage: Stage) -> dict[str, list[str]]:
    """The other listener looks wherever one can; what they, the channel and the staff see."""
    for command in ("listen", "community", "conversations"):
        await stage.other.run(command, in_=stage.asks)
    seen = seen_by_others(stage)
    return {place: shown for place, shown in seen.items() if not place.startswith("listener")}
