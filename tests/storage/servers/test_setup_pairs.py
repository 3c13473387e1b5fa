"""What was chosen in /setup, stored and read back."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ages import AgeRoles, AgeRule, Ages
from bot.domain.guilds import Feature, Kept
from bot.domain.ids import RoleId
from bot.domain.setting_up import WantedSetup
from bot.storage.servers.setup_pairs import from_pairs, pairs
from tests.engines import on_both_engines

pytestmark = on_both_engines

ids = st.none() | st.integers(1, 2**63 - 1)
rules = st.none() | st.builds(
    AgeRule,
    st.sampled_from(Ages),
    st.none() | st.builds(AgeRoles, st.integers(1, 9).map(RoleId), st.integers(1, 9).map(RoleId)),
)


@given(
    st.builds(
        WantedSetup,
        *(ids, ids, ids, ids),
        made=st.booleans(),
        open_asks=st.booleans(),
        features=st.frozensets(st.sampled_from(Feature)),
        language=st.sampled_from(["", "en", "pt-BR"]),
        ages=rules,
        topics=st.frozensets(st.sampled_from(["loss", "work"])),
        kept=st.builds(Kept, st.integers(0, 9), st.integers(0, 9)),
    )
)
def test_whatever_was_chosen_is_read_as_it_was_stored(wanted: WantedSetup) -> None:
    """In pairs of a name and a value."""
    assert from_pairs(pairs(wanted)) == wanted


def test_what_a_later_version_stored_is_left_out() -> None:
    """A draft is read by whichever version runs."""
    stored = [("feature", "telepathy"), ("ages", "anybody"), ("mood", "7"), ("role", "7")]
    assert from_pairs(stored) == WantedSetup(role=RoleId(7))
