import pytest

from tests.mutation.tally import Change, Explained, Tally

DIFF = """\
--- bot/x.py
+++ bot/x.py
@@ -1,3 +1,3 @@
 def x():
-    return 1
+    return 2
"""


def test_what_a_mutant_changes_is_its_new_line() -> None:
    """However the lines around it are numbered."""
    assert Change.read("bot/x.py", DIFF) == Change("bot/x.py", "return 2")


def test_killed_is_what_types_or_tests_noticed() -> None:
    """What no test reached, and what was not tried, is not killed."""
    codes = {"a": 1, "b": 37, "c": 0, "d": 0, "e": 33, "f": None, "g": 36}
    tally = Tally.of("bot/x.py", codes, explained=1)
    assert tally == Tally("bot/x.py", 7, 1, 2, 1, 1, 2)
    assert tally.share == 4 / 7
    assert not tally.is_enough
    assert Tally.survivors(codes) == ["c", "d"]


def test_all_together_is_the_sum() -> None:
    """Module by module."""
    one = Tally.of("a", {"x": 1, "y": 0}, 0)
    assert Tally.together([one, one]) == Tally("all", 4, 0, 2, 0, 2, 0)


def test_a_survivor_is_explained_by_its_line_or_by_its_kind() -> None:
    """And in its own module alone."""
    explained = Explained.read(
        {
            "survivor": [{"module": "bot/x.py", "after": "return 2", "why": "it is the same"}],
            "kind": [{"after": r"strict=None", "why": "they are as long"}],
        }
    )
    assert Change("bot/x.py", "return 2") in explained
    assert Change("bot/y.py", "return 2") not in explained
    assert Change("bot/y.py", "zip(a, b, strict=None)") in explained


def test_no_reason_is_none() -> None:
    """Whoever lets a survivor live says why."""
    with pytest.raises(ValueError, match="without a reason"):
        Explained.read({"survivor": [{"module": "x", "after": "y", "why": " "}], "kind": []})
