"""That the targets see what they look for, and that an input that was kept plays again."""

from collections.abc import Callable

import pytest

from tests.fuzz import configuration, images, text
from tests.fuzz.drawn import Drawn
from tests.images import made as files


def test_the_same_bytes_give_the_same() -> None:
    """And any bytes are enough."""
    data = bytes(range(200))
    once, again = (Drawn(data) for _ in range(2))
    for one in (once, again):
        one.number(700)
    assert once.text() == again.text() != ""
    assert Drawn(b"").text() == ""
    assert Drawn(b"").one_of("ab") == "a"


@pytest.mark.parametrize(
    "check",
    [
        lambda: text._is_clean("a\u202eb", "a\u202eb"),
        lambda: text._is_clean("a\u200b", "a\u200b"),
        lambda: text._is_clean(" a", " a"),
        lambda: text._is_clean("e\u0301", "e\u0301"),
        lambda: text._is_clean("", "a"),
        lambda: images._is_plain(files.planted("PNG"), "PNG"),
        lambda: images._is_plain(files.planted("JPEG"), "JPEG"),
        lambda: images._is_plain(files.encoded(files.quarters(), "PNG"), "JPEG"),
        lambda: images._is_plain(files.encoded(files.quarters((2049, 1)), "PNG"), "PNG"),
    ],
    ids=["bidi", "no room", "space", "NFC", "gone", "PNG notes", "JPEG notes", "kind", "size"],
)
def test_what_may_not_be_is_seen(check: Callable[[], None]) -> None:
    """A target that sees nothing would pass for ever."""
    with pytest.raises(AssertionError):
        check()


@pytest.mark.parametrize("made", [text.made, configuration.made, images.made])
def test_what_targets_begin_with_breaks_nothing(made: Callable[[], text.Target]) -> None:
    """Those that need little before they begin; the fuzzer tries all."""
    target = made()
    for seed in target.seeds():
        target.check(seed)
