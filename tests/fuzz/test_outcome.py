from tests.fuzz.outcome import Outcome

DONE = """\
#2\tINITED cov: 120 ft: 130 corp: 1/1b exec/s: 0 rss: 60Mb
#900\tDONE   cov: 316 ft: 500 corp: 9/99b lim: 99 exec/s: 90 rss: 61Mb
Done 900 runs in 10 second(s)
stat::number_of_executed_units: 900
"""
CRASH = """\
 === Uncaught Python exception: ===
AssertionError: markers overlap
Traceback (most recent call last):
  File "tests/fuzz/text.py", line 49, in check
AssertionError: markers overlap
==6709== ERROR: libFuzzer: fuzz target exited
artifact_prefix='build/fuzz/text/'; Test unit written to build/fuzz/text/crash-68c0
stat::number_of_executed_units: 1152
"""


def test_what_was_tried_and_reached_is_told() -> None:
    """As it stood at the end."""
    found = Outcome.read("text", 0, DONE)
    assert found.in_words() == ["text: 900 inputs, 316 edges reached"]
    assert not found.broke


def test_what_broke_is_told_with_the_way_to_try_it_again() -> None:
    """In a line that can be copied."""
    found = Outcome.read("text", 77, CRASH)
    assert found.broke == "ended with 77: AssertionError: markers overlap"
    assert found.in_words()[-1].endswith("--replay build/fuzz/text/crash-68c0")


def test_a_target_that_tried_nothing_is_broken() -> None:
    """It did not even begin, say."""
    assert Outcome.read("text", 0, "").broke
    assert "No module named" in Outcome.read("text", 1, "ImportError: No module named x").broke
    assert Outcome.that_never_ended("text", "").broke
    assert "#900" in Outcome.that_never_ended("text", DONE[: DONE.index("Done")]).broke
