"""Words are padded before they are sealed, so that how long they are tells little."""

_BUCKET = 64
_LENGTH_BYTES = 4


def pad(data: bytes) -> bytes:
    """Its length, the data, and zeros up to a multiple of 64 bytes."""
    framed = len(data).to_bytes(_LENGTH_BYTES, "big") + data
    return framed + bytes(-len(framed) % _BUCKET)


def unpad(padded: bytes) -> bytes:
    """What was padded."""
    size = int.from_bytes(padded[:_LENGTH_BYTES], "big")
    return padded[_LENGTH_BYTES : _LENGTH_BYTES + size]
