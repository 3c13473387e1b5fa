from collections import Counter

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain.text_rotation import Seen, draw
from tests.fakes import SeededRandomness
from tests.how_much import often

TEXTS = tuple(f"text-{number}" for number in range(12))


def drawn(texts: tuple[str, ...], seen: dict[str, Seen], chance: SeededRandomness) -> str:
    """Draw one, and note it."""
    found = draw(texts, seen)
    assert found is not None
    text = chance.sample(found.texts, 1)[0]
    seen[text] = found.seen
    return text


def test_nothing_comes_from_nothing() -> None:
    """Without texts there is no draw."""
    assert draw((), {}) is None


@given(st.integers(1, 30), st.integers(0, 99))
def test_each_comes_once_before_any_comes_again(count: int, seed: int) -> None:
    """Round for round, whatever the number of texts."""
    texts, chance, seen = TEXTS[:count] or TEXTS, SeededRandomness(seed), dict[str, Seen]()
    for _ in range(4):
        assert Counter(drawn(texts, seen, chance) for _ in texts) == Counter(texts)


@given(st.integers(2, 12), st.integers(0, 99))
def test_the_seam_between_rounds_shows_no_repeat(count: int, seed: int) -> None:
    """Of the last half of a round, at most ten, none comes first in the next."""
    texts, chance, seen = TEXTS[:count], SeededRandomness(seed), dict[str, Seen]()
    order = [drawn(texts, seen, chance) for _ in range(5 * count)]
    for place, text in enumerate(order):
        assert text not in order[max(0, place - max(1, count // 2)) : place] or count == 1


@given(st.integers(0, 99))
def test_rounds_differ(seed: int) -> None:
    """The decks are shuffled anew."""
    chance, seen = SeededRandomness(seed), dict[str, Seen]()
    rounds = [tuple(drawn(TEXTS, seen, chance) for _ in TEXTS) for _ in range(3)]
    assert len(set(rounds)) == 3


@settings(max_examples=often(300))
@example([(0, 1, 1), (0, 1, 1), (0, 2, 1), (2, 1, 1), (0, 3, 1)], 0)
@given(
    st.lists(st.tuples(st.integers(0, 11), st.integers(1, 12), st.integers(1, 8)), max_size=12),
    st.integers(0, 99),
)
def test_decks_may_change_at_any_time(changes: list[tuple[int, int, int]], seed: int) -> None:
    """What was not shown in this round comes first, and a new text is not shown twice in a row."""
    chance, seen, last = SeededRandomness(seed), dict[str, Seen](), ""
    for first, count, times in changes:
        texts = (TEXTS + TEXTS)[first : first + count]
        for _ in range(times):
            rounds = {text: seen[text].round if text in seen else 0 for text in texts}
            text = drawn(texts, seen, chance)
            assert rounds[text] == min(rounds.values())
            assert text != last or len(set(texts)) == 1
            last = text
