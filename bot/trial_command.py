"""`lend-an-ear simulate --ask`: where an ask that nobody asked would go now. Words for operators.

Of listeners only counts are read, and none below `COUNTED_FROM` is said.
"""

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

import click

from bot import lists
from bot.config import Settings
from bot.domain.ages import Age
from bot.domain.asks import Wishes
from bot.domain.ids import GuildId
from bot.own_prompts import load_complete
from bot.prompts import Prompts
from bot.readiness import NotReady, settings_in
from bot.services.offers import rules, trial
from bot.services.offers.trial import COUNTED_FROM, Group, Trial
from bot.setting_values import Section
from bot.storage.beside import open_beside
from bot.storage.store import Tables
from bot.strict_yaml import checked, read

_WHY = {
    "group": "here for another age group, or waiting for a moderator's approval",
    "language": "speak another language",
    "heavy": "take nothing heavy now",
    "rests": "rest",
    "away": "were not found in the server lately",
    "full": "have as many conversations as they carry",
    "told": "were told of enough asks today",
    "answers": "another ask waits for their answer",
    "hours": "do not want to be told off duty, or not at this hour",
}


class TypedAsk(Section):
    """What a file says of an ask; all of it may be left out."""

    server: int | None = None
    """Its id; needed where the bot serves several."""
    topic: str = ""
    language: str = ""
    """Keys as in prompts/."""
    heavy: bool = False
    age: Literal["adult", "young"] = "adult"


def try_ask(config_file: Path, file: Path, *, as_json: bool) -> None:
    """Print where the ask of a file would go. Raises FileFaults, NotReady, and what opening the
    database and reading the settings raise."""
    settings = settings_in(config_file)
    asked = checked(TypedAsk, read(file))
    _refuse_unknown(asked, load_complete(settings.prompts.folder, settings.prompts.language))
    files, now = settings.storage, datetime.now(UTC)
    wishes = Wishes(asked.topic, asked.language, asked.heavy)

    async def work(tables: Tables) -> Trial:
        guild = await _server(tables, asked.server)
        return await trial.try_ask(settings, tables, guild, wishes, Age(asked.age), now)

    with open_beside(files.database, files.key_file, os.environ) as store:
        found = store.read(work)
    if as_json:
        click.echo(
            json.dumps({"on_duty": _record(found.on_duty), "off_duty": _record(found.off_duty)})
        )
        return
    for line in _lines(settings, found):
        click.echo(line)


def _refuse_unknown(asked: TypedAsk, prompts: Prompts) -> None:
    for name, given in (("topic", asked.topic), ("language", asked.language)):
        known = prompts.keys_of(prompts.default, name)
        if given and given not in known:
            raise NotReady(f'"{given}" is no {name}: write {lists.one_of(known)}')


async def _server(tables: Tables, wanted: int | None) -> GuildId:
    known = [one.guild_id for one in await tables.guilds.all()]
    if wanted is not None and wanted in known:
        return GuildId(wanted)
    if wanted is None and len(known) == 1:
        return known[0]
    if wanted is None and known:
        raise NotReady(
            f"the bot serves {len(known)} servers: write which with `server:` and its id"
        )
    raise NotReady("no such server was set up")


def _lines(settings: Settings, found: Trial) -> Iterator[str]:
    rule = rules.waves(settings)
    on_duty, off_duty = _counted(found.on_duty.said.may), _counted(found.off_duty.said.may)
    yield f"On duty, {on_duty} may be told: first {rule.first_people}, then {rule.next_people} more"
    yield f"every {_short(rule.every)}, at most {rule.at_most} within {_short(rule.within)}."
    yield from _why(found.on_duty)
    after = _short(rule.off_duty_after)
    yield f"Off duty, {off_duty} may be told: {rule.off_duty_people} of them, after {after}."
    yield from _why(found.off_duty)
    yield "Silent ones come last; then count the topic, heavy ones, and what they carry."


def _why(group: Group) -> Iterator[str]:
    said = group.said
    yield from (f"  {many}: {_WHY[why]}" for why, many in said.why_not.items())
    if said.others != 0:
        yield f"  {_counted(said.others)}: other reasons"
    if not group.complete:
        yield "  There are more: these are the first whose turn it is."


def _record(group: Group) -> dict[str, Any]:
    """Null stands for fewer than `COUNTED_FROM`."""
    said = group.said
    left_out: dict[str, int | None] = {str(why): many for why, many in said.why_not.items()}
    if said.others != 0:
        left_out["other"] = said.others
    return {"may_be_told": said.may, "left_out": left_out, "complete": group.complete}


def _counted(many: int | None) -> str:
    return f"fewer than {COUNTED_FROM}" if many is None else str(many)


def _short(length: timedelta) -> str:
    seconds = int(length.total_seconds())
    return f"{seconds} s" if seconds < 300 else f"{seconds // 60} min"
