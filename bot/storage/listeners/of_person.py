"""A person as a listener, in every server."""

from collections.abc import Sequence

from bot.domain.ids import PersonTag
from bot.domain.listening import Interests, Listener
from bot.domain.personal_data import DataKind, Fact, PersonalData, Whose
from bot.domain.private_numbers import written
from bot.domain.quiet_hours import Span
from bot.domain.skills import Skills
from bot.storage.connection import Connection
from bot.storage.encryption.sealing import Sealer
from bot.storage.listeners.listener_rows import listener_of
from bot.storage.listeners.preferences import ListenerPreferences
from bot.storage.listeners.skills import ListenerSkills
from bot.storage.numbers import ServerNumbers, marks


class PersonalListening:
    """Of the tables `listener`, `listener_topic`, `listener_language`, `listener_hours`,
    `listener_day_off`, `listener_skill`."""

    def __init__(self, sql: Connection, sealer: Sealer, numbers: ServerNumbers) -> None:
        self._sql = sql
        self._sealer = sealer
        self._numbers = numbers
        self._preferences = ListenerPreferences(sql)
        self._skills = ListenerSkills(sql, sealer)

    async def export_of(self, who: Whose) -> Sequence[PersonalData]:
        """One for each server."""
        return [
            _listener(
                one,
                await self._preferences.interests(one.number),
                await self._skills.of(one.number),
            )
            for one in await self.listening(who.person)
        ]

    async def erase_of(self, who: Whose) -> None:
        """All of it. Whoever could ask for them again can no longer: of these rows the number
        goes."""
        await self._sql.execute_many(
            "UPDATE again SET listener_number = NULL WHERE listener_number = ?",
            [(number,) for number in who.listening.values()],
        )
        await self._sql.execute_many(
            "DELETE FROM listener WHERE private_number = ?",
            [(number,) for number in who.listening.values()],
        )

    async def listening(self, person: PersonTag) -> Sequence[Listener]:
        """Where they listen."""
        mine = await self._numbers.of(person)
        rows = await self._sql.fetch_all(
            f"SELECT * FROM listener WHERE private_number IN ({marks(mine)}) ORDER BY guild_id",  # noqa: S608
            mine.listener,
        )
        return [listener_of(row, self._sealer) for row in rows]


def _listener(listener: Listener, interests: Interests, skills: Skills) -> PersonalData:
    chosen = listener.preferences
    facts: dict[str, Fact] = {
        "listener_number": written(listener.number),
        "joined_at": listener.joined_at,
        "age": listener.age or None,
        "approved_young": listener.approved_young,
        "waits_for_moderators": listener.waits,
        "asked_if_glad_at": listener.glad_at,
        "on_duty_until": listener.on_duty_until,
        "resting_until": listener.resting_until,
        "at_once": chosen.at_once,
        "heavy_asks": chosen.heavy,
        "off_duty_offers": chosen.off_duty_offers,
        "zone": chosen.zone,
        "quiet": _span(chosen.quiet),
        "holidays_of": chosen.holidays_of,
    }
    chose = _interests(interests) | {
        "skills": tuple(sorted(skills.listed)),
        "own_skills": skills.own,
    }
    return PersonalData(DataKind.LISTENER, listener.guild_id, facts | chose)


def _interests(interests: Interests) -> dict[str, Fact]:
    return {
        "topics": tuple(sorted(interests.topics)),
        "languages": tuple(sorted(interests.languages)),
        "hours": tuple(
            f"{day}: {_span(span)}"
            for day, spans in sorted(interests.week.items())
            for span in spans
        ),
        "days_off": tuple(map(str, interests.days_off)),
    }


def _span(span: Span | None) -> str | None:
    return None if span is None else f"{span.start:%H:%M}-{span.end:%H:%M}"
