"""What was chosen in /setup as it is stored: a name and a value for each thing."""

from collections.abc import Iterable

from bot.domain.ages import AgeRoles, AgeRule, Ages
from bot.domain.guilds import Feature, Kept
from bot.domain.ids import ChannelId, RoleId
from bot.domain.setting_up import SetupPlace, WantedSetup


def pairs(wanted: WantedSetup) -> list[tuple[str, str]]:
    """As it is stored: a name and a value each, what is not chosen not at all."""
    ids = {"role": wanted.role, "asks": wanted.asks, "panel": wanted.panel, "staff": wanted.staff}
    found = [(name, str(int(one))) for name, one in ids.items() if one is not None]
    flags = {"made": wanted.made, "open_asks": wanted.open_asks}
    found += [(name, "1") for name, on in flags.items() if on]
    found += [("feature", one) for one in sorted(wanted.features)]
    found += [("topic", one) for one in sorted(wanted.topics)]
    if wanted.language:
        found.append(("language", wanted.language))
    if wanted.zone:
        found.append(("zone", wanted.zone))
    if wanted.ages is not None:
        found.append(("ages", wanted.ages.ages))
        if wanted.ages.roles is not None:
            found.append(("young", str(int(wanted.ages.roles.young))))
            found.append(("adult", str(int(wanted.ages.roles.adult))))
    days = {"closed_days": wanted.kept.closed_days, "record_days": wanted.kept.record_days}
    return [*found, *((name, str(many)) for name, many in days.items() if many)]


def from_pairs(stored: Iterable[tuple[str, str]]) -> WantedSetup:
    """What was stored; what this version does not know is left out."""
    several: dict[str, list[str]] = {}
    for name, value in stored:
        several.setdefault(name, []).append(value)
    one = {name: values[0] for name, values in several.items()}
    number = {name: int(value) for name, value in one.items() if value.isdecimal()}
    channels = {name: ChannelId(number[name]) for name in tuple(SetupPlace) if name in number}
    return WantedSetup(
        role=RoleId(number["role"]) if "role" in number else None,
        asks=channels.get(SetupPlace.ASKS),
        panel=channels.get(SetupPlace.PANEL),
        staff=channels.get(SetupPlace.STAFF),
        made="made" in one,
        open_asks="open_asks" in one,
        features=frozenset(known for known in Feature if known in several.get("feature", ())),
        language=one.get("language", ""),
        ages=_ages(one.get("ages", ""), number),
        topics=frozenset(several.get("topic", ())),
        kept=Kept(number.get("closed_days", 0), number.get("record_days", 0)),
        zone=one.get("zone", ""),
    )


def _ages(ages: str, number: dict[str, int]) -> AgeRule | None:
    if ages not in tuple(Ages):
        return None
    by_role = "young" in number and "adult" in number
    roles = AgeRoles(RoleId(number["young"]), RoleId(number["adult"])) if by_role else None
    return AgeRule(Ages(ages), roles)
