"""The names of a new conversation, among any conversations that its two people have open."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.aliases import another_name, initial, two_names
from tests.prepared import shipped

PROMPTS = shipped()
PEOPLE = range(5)
BEGINS = st.tuples(
    st.sampled_from(list(combinations(PEOPLE, 2))),
    st.randoms(use_true_random=False),
    st.booleans(),
)
Talk = tuple[frozenset[int], tuple[str, str]]


def seen_by(people: frozenset[int], talks: list[Talk]) -> set[str]:
    """What any of these people wears or sees in these conversations."""
    return {name for two, names in talks if two & people for name in names}


@pytest.mark.parametrize("language", PROMPTS.languages)
@given(story=st.lists(BEGINS, max_size=8))
def test_nobody_sees_one_name_twice(
    language: str, story: list[tuple[tuple[int, int], object, bool]]
) -> None:
    """Whoever talks with whom, listener or asker, in whatever order conversations begin and end:
    all names that one person wears and sees differ, in their first letters too."""
    open_now, ended = list[Talk](), list[Talk]()
    for pair, chance, ends in story:
        two, shuffled = frozenset(pair), list(PROMPTS.aliases(language))
        chance.shuffle(shuffled)  # type: ignore[attr-defined]
        lately = seen_by(two, ended)
        names = two_names(shuffled, seen_by(two, open_now), lately)
        if len(lately) < 20:
            assert not lately & set(names)
        open_now.append((two, names))
        for person in PEOPLE:
            all_names = [n for people, worn in open_now if person in people for n in worn]
            assert len(set(map(initial, all_names))) == len(all_names)
        if ends:
            ended.append(open_now.pop(0))


@given(
    names=st.lists(st.text("abcÁé", min_size=1, max_size=3), min_size=2, max_size=12, unique=True),
    talks=st.integers(1, 20),
)
def test_names_stay_different_when_letters_and_names_run_out(names: list[str], talks: int) -> None:
    """However many conversations somebody has open, no name is worn twice."""
    worn = list[str]()
    room = len(names) + len(names) * (len(names) - 1)
    for _ in range(min(talks, room // 2)):
        worn += two_names(names, worn, worn[:2])
        assert len(set(worn)) == len(worn)


def test_a_name_that_ended_is_taken_before_a_letter_that_is_seen() -> None:
    """Words of an open conversation must not be taken for somebody else's; an old one is over."""
    assert two_names(["Banjo", "Bicycle", "Acorn", "Fjord"], {"Breeze"}, {"Acorn", "Fjord"}) == (
        "Acorn",
        "Fjord",
    )


def test_a_name_that_is_no_longer_in_the_list_counts_like_any_other() -> None:
    """Conversations outlive changes of the list: what is worn is not given to another."""
    assert two_names(["Cello", "Banjo", "Fjord"], {"Cedar"}, ()) == ("Banjo", "Fjord")


def test_whoever_joins_wears_a_name_by_the_same_rules() -> None:
    """No name that is seen, then no letter that is seen, then none that was worn lately."""
    names = ["Banjo", "Bicycle", "Cello", "Fjord"]
    assert another_name(names, {"Banjo"}, ()) == "Cello"
    assert another_name(names, {"Banjo"}, {"Cello"}) == "Fjord"
    assert another_name(names, {"Banjo", "Cymbal", "Fern"}, ()) == "Bicycle"


def test_where_every_name_is_worn_two_make_one() -> None:
    """In the order in which they were shuffled, and none that is worn already."""
    assert another_name(["Banjo", "Cello"], {"Banjo", "Cello"}, ()) == "Banjo Cello"
    worn = {"Banjo", "Cello", "Banjo Cello"}
    assert another_name(["Banjo", "Cello"], worn, ()) == "Cello Banjo"


def test_accents_make_no_other_letter() -> None:
    """A tired eye takes Álamo and Abeto for beginning alike."""
    assert initial("Álamo") == initial("Abeto")
