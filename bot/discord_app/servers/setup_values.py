"""What was chosen in /setup, in words: a line each, with what it was before where it is another."""

from collections.abc import Collection, Iterator

from bot.config import Settings
from bot.discord_app.rendering.words import Words
from bot.domain.ages import AgeRule
from bot.domain.guilds import Feature
from bot.domain.ids import ChannelId
from bot.domain.setting_up import (
    ABOUT_ASKS,
    ASKED_IN,
    OTHERS,
    Field,
    SetupPlace,
    SetupStep,
    WantedSetup,
)
from bot.domain.zones import NO_ZONE
from bot.services.servers.guided import SetUp

PLACES = {Field.ASKS: SetupPlace.ASKS, Field.PANEL: SetupPlace.PANEL, Field.STAFF: SetupPlace.STAFF}


class SetupValues:
    """In the language of whoever reads them."""

    def __init__(self, words: Words, settings: Settings) -> None:
        self._words = words
        self._settings = settings

    def lines(self, stands: SetUp, until: SetupStep) -> list[str]:
        """What was chosen up to a step, and whatever is another than it is now."""
        asked = [
            field
            for step, fields in ASKED_IN.items()
            if step.number <= until.number
            for field in fields
        ]
        return [
            self._line(stands, field)
            for field in Field
            if field in asked or field in stands.changed
        ]

    def changes(self, before: WantedSetup, after: SetUp) -> list[str]:
        """What is another than it was."""
        was = SetUp(after.step, after.wanted, before)
        return [self._line(was, field) for field in was.changed]

    def _line(self, stands: SetUp, field: Field) -> str:
        words, name = self._words, self._words(f"setup.field.{field}")
        value = self._value(stands.wanted, field)
        if stands.now is None or field not in stands.changed:
            return words("setup.value", name=name, value=value)
        was = self._value(stands.now, field)
        return words("setup.value_changed", name=name, was=was, value=value)

    def _value(self, wanted: WantedSetup, field: Field) -> str:
        if field in PLACES:
            return self._channel(wanted, PLACES[field])
        words, keep = self._words, self._settings.retention
        match field:
            case Field.ROLE:
                return words("setup.nothing_yet") if wanted.role is None else f"<@&{wanted.role}>"
            case Field.AGES:
                return self._ages(wanted.ages)
            case Field.KINDS:
                return words("setup.kinds.choice" if wanted.open_asks else "setup.kinds.private")
            case Field.APPROVALS:
                return self._features(wanted.features & frozenset(ABOUT_ASKS))
            case Field.MORE:
                return self._features(wanted.features & frozenset(OTHERS))
            case Field.CLOSED:
                return words.days(wanted.kept.closed(keep.closed_metadata))
            case Field.RECORD:
                return words.days(wanted.kept.record(keep.moderation))
            case _:
                return self._of_words(wanted, field)

    def _of_words(self, wanted: WantedSetup, field: Field) -> str:
        """Language, clock and topics."""
        if field is Field.LANGUAGE:
            known = self._words.languages
            return known.get(wanted.language, known[self._words.language])
        return (wanted.zone or NO_ZONE) if field is Field.ZONE else self._topics(wanted.topics)

    def _channel(self, wanted: WantedSetup, place: SetupPlace) -> str:
        channel = wanted.channel(place)
        if channel is not None:
            return self._mention(channel)
        if place in wanted.to_make:
            return self._words("setup.made_for_you", name=self._words(f"setup.made.{place}.name"))
        return self._words("setup.with_asks" if place is SetupPlace.PANEL else "setup.nothing_yet")

    def _mention(self, channel: ChannelId) -> str:
        return f"<#{channel}>"

    def _ages(self, rule: AgeRule | None) -> str:
        if rule is None:
            return self._words("ages.not_yet")
        chosen = self._words(f"ages.choice.{rule.ages}")
        if rule.roles is None:
            return chosen
        roles = {"young": f"<@&{rule.roles.young}>", "adult": f"<@&{rule.roles.adult}>"}
        return self._words("setup.ages_by_role", chosen=chosen, **roles)

    def _features(self, on: Collection[Feature]) -> str:
        names = [self._words(f"switches.{one}.name") for one in Feature if one in on]
        return self._words.all_of(names) or self._words("setup.nothing")

    def _topics(self, chosen: Collection[str]) -> str:
        known = self._words.options("topic")
        return self._words.all_of(self._listed(known, chosen)) or self._words("setup.all_topics")

    def _listed(self, known: dict[str, str], chosen: Collection[str]) -> Iterator[str]:
        return (name for key, name in known.items() if key in chosen)
