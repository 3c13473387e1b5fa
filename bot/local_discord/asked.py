"""Owns what the gateway answers to questions of a bot: the members of a guild, and its sounds.

docs: events/gateway-events#request-guild-members and #request-soundboard-sounds. A list of all
members needs its intent; without it a bot is told of itself alone.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from bot.local_discord import payloads
from bot.local_discord.errors import Json
from bot.local_discord.sessions import Refused, Session

if TYPE_CHECKING:
    from bot.local_discord.members import Member
    from bot.local_discord.world import Guild, World

MEMBERS, SOUNDS = 8, 31
INTENT_MEMBERS = 1 << 1
CHUNK, FEW = 1000, 100
Answer = tuple[str, Json]


def answers(op: int, body: Any, session: Session, world: "World") -> Iterable[Answer]:
    """Give the events that answer a question; one that cannot be read ends the connection."""
    try:
        body = dict(body)
        if op == SOUNDS:
            ids = [int(one) for one in body["guild_ids"]]
            return [("SOUNDBOARD_SOUNDS", _sounds(one)) for one in ids if one in world.guilds]
        asked = body["guild_id"]
        guild = world.guilds.get(int(asked[0] if isinstance(asked, list) else asked))
        known = guild is not None and guild.has_bot
        return _chunks(guild, body, session) if guild is not None and known else []
    except (KeyError, TypeError, ValueError, IndexError):
        raise Refused(4002, "Error while decoding payload.") from None


def _sounds(guild_id: int) -> Json:
    return {"guild_id": str(guild_id), "soundboard_sounds": []}


def _chunks(guild: "Guild", body: Json, session: Session) -> list[Answer]:
    missing: list[str] = []
    if body.get("user_ids") is not None:
        found, missing = _by_id(guild, body["user_ids"])
    else:
        found = _by_name(guild, str(body.get("query") or ""), int(body.get("limit") or 0), session)
    parts = [found[at : at + CHUNK] for at in range(0, len(found), CHUNK)] or [[]]
    shared: Json = {"guild_id": str(guild.id), "chunk_count": len(parts), "not_found": missing}
    shared |= {"presences": []} if body.get("presences") else {}
    shared |= {"nonce": body["nonce"]} if body.get("nonce") is not None else {}
    shown = [[payloads.member(guild, member.user) for member in part] for part in parts]
    chunks = ({"chunk_index": at, "members": part} for at, part in enumerate(shown))
    return [("GUILD_MEMBERS_CHUNK", shared | chunk) for chunk in chunks]


def _by_id(guild: "Guild", ids: Any) -> tuple[list["Member"], list[str]]:
    wanted = [int(one) for one in (ids if isinstance(ids, list) else [ids])][:FEW]
    found = [guild.members[one] for one in wanted if one in guild.members]
    return found, [str(one) for one in wanted if one not in guild.members]


def _by_name(guild: "Guild", start: str, limit: int, session: Session) -> list["Member"]:
    everybody = list(guild.members.values())
    if start:
        names = {id(one): (one.nick or one.user.username).lower() for one in everybody}
        return [one for one in everybody if names[id(one)].startswith(start.lower())][:FEW]
    if not session.intents & INTENT_MEMBERS:
        return [one for one in everybody if one.user.is_bot]
    return everybody[: limit or None]
