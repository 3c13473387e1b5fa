import base64
import json
import random
import zlib
from collections.abc import Callable
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.demo.cast import ASKER
from bot.demo.identity import Hit, Identity, Needle, needles, search
from tests.how_much import often

Encode = Callable[[bytes], bytes]


def _percent(data: bytes) -> bytes:
    return "".join(f"%{byte:02x}" for byte in data).encode()


ENCODINGS: dict[str, Encode] = {
    "plain": lambda data: data,
    "capitals": bytes.upper,
    "base64": base64.b64encode,
    "base64 without padding": lambda data: base64.b64encode(data).rstrip(b"="),
    "base64 for URLs": base64.urlsafe_b64encode,
    "hex": lambda data: data.hex().encode(),
    "hex in capitals": lambda data: data.hex().upper().encode(),
    "hex from the middle of a byte": lambda data: b"7" + data.hex().encode(),
    "URL encoding": _percent,
    "zlib": zlib.compress,
    "gzip": lambda data: zlib.compress(data, wbits=31),
    "zlib in base64": lambda data: base64.b64encode(zlib.compress(data)),
    "zlib in base64 for URLs": lambda data: base64.urlsafe_b64encode(zlib.compress(data, 9)),
    "zlib in hex": lambda data: zlib.compress(data).hex().encode(),
    "base64 in URL encoding": lambda data: quote(base64.b64encode(data), safe="").encode(),
    "base64 twice": lambda data: base64.b64encode(base64.b64encode(data)),
    "capitals in base64": lambda data: base64.b64encode(data.upper()),
}
NAMES = st.text(
    st.sampled_from("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._"),
    min_size=6,
    max_size=32,
)
AROUND = st.binary(max_size=40)
SNOWFLAKES = st.integers(2**56, 2**63 - 1)
OUTSIDE = st.sampled_from([b"", b" ", b'{"content":"', b"1:accept:", b"/webhooks/", b"\n", b"A"])


@pytest.mark.parametrize("encode", ENCODINGS.values(), ids=ENCODINGS)
@given(name=NAMES, before=AROUND, after=AROUND, left=OUTSIDE, right=OUTSIDE)
@settings(max_examples=often(60), deadline=None)
def test_a_name_is_found_in_every_encoding(
    encode: Encode, name: str, before: bytes, after: bytes, left: bytes, right: bytes
) -> None:
    """Whatever stands before and after it, inside and outside of the encoding."""
    haystack = left + encode(before + b" " + name.encode() + b" " + after) + right
    assert [hit.needle for hit in search(haystack, [Needle("name", name)])] == ["name"]


@given(number=SNOWFLAKES, before=AROUND, after=AROUND, shape=st.sampled_from("dxXbr"))
@settings(max_examples=often(200), deadline=None)
def test_an_id_is_found_in_every_shape(
    number: int, before: bytes, after: bytes, shape: str
) -> None:
    """Decimal, hex, its bytes and their reverse, inside base64 at any place in a group."""
    raw = number.to_bytes(8, "big")
    shapes = {"d": b"%d" % number, "x": b"%x" % number, "X": b"%X" % number, "b": raw}
    shaped = shapes.get(shape, raw[::-1])
    whose = Identity(number, *("not in there",) * 3, avatar="0123456789abcdef" * 2)
    haystack = base64.b64encode(before + shaped + after)
    assert "id" in {hit.needle for hit in search(haystack, needles(whose))}


@given(
    name=st.text(
        st.characters(exclude_categories=("C", "Z"), exclude_characters='"\\'), min_size=6
    ),
    escaped=st.booleans(),
)
@settings(max_examples=often(200), deadline=None)
def test_a_name_in_any_script_is_found_in_json(name: str, escaped: bool) -> None:
    """Written as it is, or with escapes."""
    haystack = json.dumps({"content": f"hello {name} there"}, ensure_ascii=escaped)
    assert [hit.needle for hit in search(haystack, [Needle("name", name)])] == ["name"]


@given(data=st.binary(max_size=3000), seed=st.integers())
@settings(max_examples=often(100), deadline=None)
def test_nothing_is_found_where_nothing_is(data: bytes, seed: int) -> None:
    """Neither in any bytes nor in what the bot's traffic looks like."""
    chance = random.Random(seed)  # noqa: S311 - repeatable
    token = base64.urlsafe_b64encode(chance.randbytes(64)).decode()
    packed = base64.b64encode(zlib.compress(chance.randbytes(30) + b"Bramble and velvet")).decode()
    body = {
        "custom_id": f"1:accept:{token[:22]}",
        "nonce": str(chance.getrandbits(63)),
        "x": packed,
    }
    line = f"POST /webhooks/{chance.getrandbits(63)}/{token}?with_response=1 {json.dumps(body)} "
    assert search(line.encode() + data, needles(ASKER)) == []


def test_the_plainest_way_is_named_once() -> None:
    """A name that stands there twice is one hit; the way tells the encodings from the outside."""
    twice = f"{ASKER.username} {base64.b64encode(ASKER.username.encode()).decode()}"
    assert search(twice, needles(ASKER)) == [Hit("username")]
    packed = base64.b64encode(zlib.compress(ASKER.nickname.encode()))
    (hit,) = search(packed, needles(ASKER))
    assert str(hit) == "the nickname, in base64 > zlib"


def test_an_avatar_is_found_without_what_says_that_it_moves() -> None:
    """The hash alone is as telling as with its `a_`, and so are its bytes."""
    picture = ASKER.avatar.removeprefix("a_")
    assert search(f"/avatars/{picture}.png", needles(ASKER)) == [Hit("avatar hash")]
    packed = base64.b64encode(bytes.fromhex(picture))
    assert search(packed, needles(ASKER)) == [Hit("avatar hash", ("base64", "bytes"))]


def test_what_would_be_found_by_chance_is_refused() -> None:
    """Three letters stand somewhere in every base64."""
    with pytest.raises(ValueError, match="too short"):
        Needle("name", "Amy")
