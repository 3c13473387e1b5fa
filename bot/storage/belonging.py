"""Whether a database, its key and the secrets of its rows belong together.

Looked at before anything else: at a start, and by whoever put a backup in the database's place.
"""

from bot.database_place import Place
from bot.storage.connection import Connection
from bot.storage.encryption.owner_files import Edition
from bot.storage.encryption.owners import refuse_others
from bot.storage.encryption.sealing import Sealer
from bot.storage.erased_again import ErasedAgain
from bot.storage.linked_tags import LinkedTags
from bot.storage.meta import Meta
from bot.storage.numbers_apart import tell_apart
from bot.storage.refused import WrongKey
from bot.storage.thrown_away import ThrownAway


async def check(sql: Connection, sealer: Sealer, path: Place) -> None:
    """Refuse what does not belong together, and erase again what was erased since the database was
    backed up. Raises WrongKey, OwnersRefused, or an error of the disk."""
    tags = LinkedTags(sql, sealer)
    if not await _check_key(Meta(sql), sealer, path):
        await tags.remember()
    elif await tags.done() > sealer.links:  # an older copy of the key's file
        raise WrongKey(path)
    thrown_away, owners = ThrownAway(sql, sealer), sealer.owners
    owners.read_again()
    owners.are_used(await thrown_away.newest())
    await tags.link()  # whatever follows looks people up
    await tell_apart(sql, sealer, Meta(sql))
    if owners.is_filed:
        await _check_owners(sql, sealer, path)


async def refuse_another(sql: Connection, sealer: Sealer, path: Place) -> None:
    """The same for whoever changes nothing. Raises WrongKey or OwnersRefused."""
    meta = Meta(sql)
    known, edition = await meta.get("key_check"), await meta.get("owners")
    if known is not None and not sealer.matches(known):
        raise WrongKey(path)
    owners = sealer.owners if sealer.owners.is_filed else None
    refuse_others(owners, None if edition is None else Edition.loaded(edition), path)


async def _check_owners(sql: Connection, sealer: Sealer, path: Place) -> None:
    thrown_away, owners = ThrownAway(sql, sealer), sealer.owners
    known = await thrown_away.edition()
    refuse_others(owners, known, path)
    owners.begin()
    if known is not None and owners.edition.is_after(known):
        await ErasedAgain(sql, sealer).erase()
    if known is not None and known.is_after(owners.edition):
        # an older copy of the secrets: what was erased since does not stand in the database
        owners.keep_only(await thrown_away.in_use(), known)
    if known != owners.edition:
        await thrown_away.remember(owners.edition)


async def _check_key(meta: Meta, sealer: Sealer, path: Place) -> bool:
    """Whether it had a key before."""
    known = await meta.get("key_check")
    if known is None:
        await meta.put("key_check", sealer.check_value())
    elif not sealer.matches(known):
        raise WrongKey(path)
    return known is not None
