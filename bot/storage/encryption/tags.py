"""Keyed look-ups: by what rows are found whose ids are sealed.

They stay when the key is rotated, but for the links, each of which turns all of them into others.
"""

import hashlib
import hmac

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import ECB

from bot.domain.ids import (
    AskerNumber,
    ChannelId,
    GuildId,
    ListenerNumber,
    MessageId,
    PersonTag,
    UserId,
)
from bot.storage.encryption.keys import Keyring

TAG_BYTES = 16
SNOWFLAKE_BYTES = 8
_LENGTH_BYTES = 4
_MET = 1 << 16
"""People who are remembered together, until all of them are forgotten."""


class Tagger:
    """Computes tags under one keyring. Safe to share between threads."""

    def __init__(self, keyring: Keyring) -> None:
        self._person_mac = _begun(keyring.look_up("person-tag"))
        self._listener_mac = _begun(keyring.look_up("private-number"))
        self._asker_mac = _begun(keyring.look_up("asker-number"))
        self._server_mac = _begun(keyring.look_up("server-tag"))
        self._message_mac = _begun(keyring.look_up("message-tag"))
        self._channel_mac = _begun(keyring.look_up("channel-tag"))
        self._words_key = keyring.look_up("words-tag")
        self._tally_key = keyring.look_up("tally-tag")
        self._block_mac = _begun(keyring.look_up("block-tag"))
        self._limit_mac = _begun(keyring.look_up("limit-tag"))
        self._users: dict[PersonTag, UserId] = {}
        self._links = [Cipher(AES(link), ECB()) for link in keyring.links]  # noqa: S305 - one block

    def person_tag(self, user_id: UserId) -> PersonTag:
        """The same for a person in every server: only to route direct messages."""
        tag = PersonTag(self._tag(self._person_mac, user_id))
        if len(self._users) >= _MET:
            self._users = {}
        self._users[tag] = user_id
        return tag

    def met(self, tag: PersonTag) -> UserId | None:
        """Of whom this tag was computed not long ago; None where that is forgotten."""
        return self._users.get(tag)

    def listener_number(self, guild_id: GuildId, user_id: UserId) -> ListenerNumber:
        """A person as a listener in one server: two servers cannot tell that theirs is the same
        person. An exclusion names this one: who must not get an ask is a listener to it."""
        return ListenerNumber(self._tag(self._listener_mac, guild_id, user_id))

    def asker_number(self, guild_id: GuildId, user_id: UserId) -> AskerNumber:
        """The same person there as somebody who asks: who knows a listener knows none of their
        asks by it."""
        return self.asker_number_of(self.listener_number(guild_id, user_id))

    def asker_number_of(self, number: ListenerNumber) -> AskerNumber:
        """From a listener's number, and so from the one number that an earlier version kept for
        both, also of somebody whose id is gone. Under the key alone."""
        made = self._asker_mac.copy()
        made.update(self._unlinked(number))
        return AskerNumber(self.linked(made.digest()[:TAG_BYTES]))

    def server_tag(self, guild_id: GuildId, user_id: UserId) -> bytes:
        """Finds the row that says that a user used the bot in a server: the same nowhere else."""
        return self.server_tag_of(guild_id, self.person_tag(user_id))

    def server_tag_of(self, guild_id: GuildId, person: PersonTag) -> bytes:
        """From the tag that stood there in an earlier version, also of somebody whose id is
        gone."""
        made = self._server_mac.copy()
        made.update(guild_id.to_bytes(SNOWFLAKE_BYTES, "big"))
        made.update(self._unlinked(person))
        return self.linked(made.digest()[:TAG_BYTES])

    def message_tag(self, message_id: MessageId) -> bytes:
        """Finds a message again, for instance to see that it has arrived before."""
        return self._tag(self._message_mac, message_id)

    def channel_tag(self, channel_id: ChannelId) -> bytes:
        """Finds the person whose direct messages a channel is."""
        return self._tag(self._channel_mac, channel_id)

    def words_tag(self, row: str, words: str) -> bytes:
        """Tells whether a row's words have changed, without the words."""
        data = place_of("words-tag", row, words)
        return self.linked(hmac.digest(self._words_key, data, hashlib.sha256)[:TAG_BYTES])

    def tally_tag(self, number: ListenerNumber, what: str, detail: str) -> bytes:
        """Tells people apart who did one thing: not the same for two things, and not a private
        number that moderators act on. It is made from their number as a listener, whatever they
        did, so that what an earlier version noted still is theirs."""
        data = place_of("tally-tag", what, detail) + self._unlinked(number)
        return self.linked(hmac.digest(self._tally_key, data, hashlib.sha256)[:TAG_BYTES])

    def pair_tag(self, one: AskerNumber, another: AskerNumber) -> bytes:
        """Two people in one server who never meet again, in either order: neither of their numbers
        is found from it without the key."""
        both = sorted((self._unlinked(one), self._unlinked(another)))
        return self._block_tag("pair", *both)

    def blocker_tag(self, owner: AskerNumber) -> bytes:
        """Finds whom somebody blocked in one server: the same in no other table."""
        return self._block_tag("owner", self._unlinked(owner))

    def blocked_talk_tag(self, talk: str, owner: AskerNumber) -> bytes:
        """Tells whether somebody blocked the other side of one conversation, or whoever asked one
        question before accepting."""
        return self._block_tag("talk", self._unlinked(owner), talk.encode())

    def limit_mark(self, what: str, user_id: UserId, guild_id: GuildId | None) -> bytes:
        """Finds what somebody used up of one limit, in one server or in all: the same for no two
        limits, and in no other table."""
        made = self._limit_mac.copy()
        made.update(place_of(what, "" if guild_id is None else str(guild_id)))
        made.update(user_id.to_bytes(SNOWFLAKE_BYTES, "big"))
        return self.linked(made.digest()[:TAG_BYTES])

    def _block_tag(self, what: str, *parts: bytes) -> bytes:
        made = self._block_mac.copy()
        made.update(place_of(what) + b"".join(parts))
        return self.linked(made.digest()[:TAG_BYTES])

    @property
    def links(self) -> int:
        """How often tags were turned into others: once for each time the key was rotated."""
        return len(self._links)

    def linked(self, tag: bytes, done: int = 0) -> bytes:
        """What a tag is now that was turned into others so often before."""
        for link in self._links[done:]:
            tag = link.encryptor().update(tag)
        return tag

    def _unlinked(self, tag: bytes) -> bytes:
        for link in reversed(self._links):
            tag = link.decryptor().update(tag)
        return tag

    def _tag(self, begun: hmac.HMAC, *numbers: int) -> bytes:
        tag = begun.copy()
        for number in numbers:
            tag.update(number.to_bytes(SNOWFLAKE_BYTES, "big"))
        return self.linked(tag.digest()[:TAG_BYTES])


def place_of(*parts: str) -> bytes:
    """Each part with its length before it: ("a", "bc") and ("ab", "c") never look the same."""
    encoded = [part.encode() for part in parts]
    return b"".join(len(part).to_bytes(_LENGTH_BYTES, "big") + part for part in encoded)


def _begun(key: bytes) -> hmac.HMAC:
    """To be copied for each tag: to begin one takes more than ten times as long."""
    return hmac.new(key, digestmod=hashlib.sha256)
