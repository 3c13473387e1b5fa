"""The export: one zip with everything as data, and the same as a page to read."""

import json
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from io import BytesIO

from bot.discord_app.privacy.export_page import ExportPage
from bot.discord_app.rendering.reply import AttachedFile
from bot.domain.ids import GuildId
from bot.domain.names import Name
from bot.domain.personal_data import Fact, PersonalData

NAME = "lend-an-ear-export.zip"
"""The same for everybody: a name that somebody else sees must not tell whose it is."""

AT_MOST = 9_000_000
"""Bytes, a bit less than what every chat takes:
https://docs.discord.com/developers/reference#uploading-files"""

_NO_TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest that a zip can say; when it was made stands in it."""


def export_file(
    found: Sequence[PersonalData],
    page: ExportPage,
    guild_name: Callable[[GuildId], Name | None],
    now: datetime,
) -> AttachedFile:
    """Everything that was found, as `export.json` and `export.html`."""
    data = {
        "made_at": now.isoformat(),
        "kept": [_entry(one, guild_name) for one in found],
    }
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in (
            ("export.json", json.dumps(data, ensure_ascii=False, indent=2)),
            ("export.html", page.html(found, now)),
        ):
            packed.writestr(zipfile.ZipInfo(name, _NO_TIME), text, zipfile.ZIP_DEFLATED)
    return AttachedFile(NAME, made.getvalue())


def _entry(one: PersonalData, guild_name: Callable[[GuildId], Name | None]) -> dict[str, object]:
    server = None
    if one.guild is not None:
        name = guild_name(one.guild)
        server = {"id": str(one.guild), "name": None if name is None else name.label}
    facts = {name: _plain(fact) for name, fact in one.facts.items()}
    return {"kind": str(one.kind), "server": server, "facts": facts}


def _plain(fact: Fact) -> object:
    return fact.isoformat() if isinstance(fact, date) else fact
