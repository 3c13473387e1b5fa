import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import GuildId, MessageId, UserId
from bot.storage.encryption.keys import Keyring
from bot.storage.encryption.sealing import SealBroken, Sealer
from bot.storage.encryption.tags import TAG_BYTES

SEALER = Sealer(Keyring(bytes(range(32))))
OTHER = Sealer(Keyring(bytes(32)))
SNOWFLAKES = st.integers(0, 2**64 - 1)
CANARY = "canary-7f3a"


@given(st.binary(max_size=300))
def test_what_is_sealed_opens_again(plaintext: bytes) -> None:
    """Bytes come back as they were, padding or not."""
    assert (
        SEALER.open("ask", "words", "a1", SEALER.seal("ask", "words", "a1", plaintext)) == plaintext
    )


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_a_text_opens_again(text: str) -> None:
    """Texts come back as they were, in any script, empty too."""
    sealed = SEALER.seal("ask", "words", "a1", text)
    assert SEALER.open_text("ask", "words", "a1", sealed) == text


@given(SNOWFLAKES)
def test_a_snowflake_opens_again_and_shows_no_size(value: int) -> None:
    """Every number takes the same room."""
    sealed = SEALER.seal_int("person", "user_id", "p1", value)
    assert len(sealed) == 50
    assert SEALER.open_int("person", "user_id", "p1", sealed) == value


@pytest.mark.parametrize(
    "place",
    [
        ("draft", "words", "a1"),
        ("ask", "would_help", "a1"),
        ("ask", "words", "a2"),
        ("askw", "ords", "a1"),
        ("ask", "wordsa", "1"),
        ("", "askwords", "a1"),
    ],
)
def test_a_value_does_not_open_in_another_place(place: tuple[str, str, str]) -> None:
    """Table, column and row are bound to it, and where one ends is unambiguous."""
    with pytest.raises(SealBroken):
        SEALER.open(*place, SEALER.seal("ask", "words", "a1", CANARY))


def test_a_number_is_not_a_text() -> None:
    """What was sealed as one kind does not open as the other."""
    with pytest.raises(SealBroken):
        SEALER.open("t", "c", "r", SEALER.seal_int("t", "c", "r", 7))
    with pytest.raises(SealBroken):
        SEALER.open_int("t", "c", "r", SEALER.seal("t", "c", "r", bytes(8)))


def test_every_changed_byte_and_every_cut_is_noticed() -> None:
    """No byte of a sealed value can change, and none can be missing."""
    sealed = SEALER.seal("ask", "words", "a1", CANARY)
    changed = [
        sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :] for at in range(len(sealed))
    ]
    for broken in [*changed, *(sealed[:size] for size in range(len(sealed))), sealed + b"\0"]:
        with pytest.raises(SealBroken):
            SEALER.open("ask", "words", "a1", broken)


def test_another_key_does_not_open_it_and_the_error_carries_nothing() -> None:
    """The refusal holds no plaintext, no row and no cause that could."""
    bad_text = SEALER.seal("ask", "words", "row-1", b"\xff" + CANARY.encode())
    for sealer, sealed in (
        (OTHER, SEALER.seal("ask", "words", "row-1", CANARY)),
        (SEALER, bad_text),
    ):
        with pytest.raises(SealBroken) as broken:
            sealer.open_text("ask", "words", "row-1", sealed)
        assert CANARY not in repr(broken.value)
        assert broken.value.__cause__ is None
        assert broken.value.__context__ is None or broken.value.__suppress_context__


def test_the_same_words_never_look_the_same() -> None:
    """Equal texts cannot be told from their sealed forms."""
    assert len({SEALER.seal("ask", "words", "a1", "same") for _ in range(100)}) == 100


def test_the_length_of_a_text_tells_little() -> None:
    """Empty and short texts take the same room; longer ones grow in steps of 64 bytes."""
    lengths = {size: len(SEALER.seal("ask", "words", "a1", b"x" * size)) for size in range(200)}
    assert lengths[0] == lengths[60] == 106
    assert {length % 64 for length in lengths.values()} == {42}
    assert len(set(lengths.values())) == 4


def test_a_sealed_value_holds_no_plaintext() -> None:
    """Neither the words nor a number stand in what is stored."""
    number = 0x1122334455667788
    assert CANARY.encode() not in SEALER.seal("ask", "words", "a1", CANARY)
    assert number.to_bytes(8, "big") not in SEALER.seal_int("person", "user_id", "p", number)


@given(SNOWFLAKES)
def test_tags_are_keyed_and_one_purpose_is_not_another(number: int) -> None:
    """The same id has a different tag for each purpose, server and key."""
    user = UserId(number)
    tags = [
        SEALER.person_tag(user),
        SEALER.message_tag(MessageId(number)),
        SEALER.tally_tag(SEALER.listener_number(GuildId(1), user), "asked", "loss"),
        SEALER.tally_tag(SEALER.listener_number(GuildId(2), user), "asked", "loss"),
        SEALER.tally_tag(SEALER.listener_number(GuildId(1), user), "asked", "work"),
        SEALER.tally_tag(SEALER.listener_number(GuildId(1), user), "askedl", "oss"),
        OTHER.tally_tag(SEALER.listener_number(GuildId(1), user), "asked", "loss"),
        SEALER.listener_number(GuildId(1), user),
        SEALER.listener_number(GuildId(2), user),
        OTHER.person_tag(user),
        OTHER.listener_number(GuildId(1), user),
        SEALER.asker_number(GuildId(1), user),
        SEALER.asker_number(GuildId(2), user),
        OTHER.asker_number(GuildId(1), user),
    ]
    assert len(set(tags)) == len(tags)
    assert {len(tag) for tag in tags} == {TAG_BYTES}
    assert SEALER.person_tag(user) == tags[0]


def test_the_order_of_the_ids_matters() -> None:
    """A server's number and a person's cannot be swapped."""
    forth = SEALER.listener_number(GuildId(1), UserId(2))
    assert forth != SEALER.listener_number(GuildId(2), UserId(1))


@pytest.mark.parametrize("value", [-1, 2**64])
def test_what_is_no_snowflake_is_refused(value: int) -> None:
    """A number that does not fit is an error, never cut."""
    with pytest.raises(OverflowError):
        SEALER.seal_int("t", "c", "r", value)
    with pytest.raises(OverflowError):
        SEALER.person_tag(UserId(value))


def test_a_database_of_another_key_is_noticed() -> None:
    """The check value matches its own key only."""
    assert SEALER.matches(SEALER.check_value())
    assert not SEALER.matches(OTHER.check_value())
    assert not SEALER.matches(b"")
