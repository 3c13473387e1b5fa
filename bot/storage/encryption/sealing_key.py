"""What one key seals and opens with: all that follows from it for that."""

from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.storage.encryption.keys import KEY_ID_BYTES, Keyring

_CHECK_BYTES = 16


@dataclass(frozen=True, slots=True)
class SealingKey:
    """Kept beside each other, so that no value begins with one key and is sealed under another."""

    own_id: bytes
    """What a value with an owner begins with."""
    earlier_id: bytes
    """What one without an owner begins with."""
    own_key: bytes
    earlier: AESGCM
    check_value: bytes

    @classmethod
    def of(cls, keyring: Keyring) -> "SealingKey":
        """All of it follows from the key."""
        return cls(
            keyring.derive("own-key-id")[:KEY_ID_BYTES],
            keyring.key_id,
            keyring.derive("own-keys"),
            AESGCM(keyring.derive("seal")),
            keyring.derive("check-value")[:_CHECK_BYTES],
        )
