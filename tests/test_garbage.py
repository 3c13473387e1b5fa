import gc

import pytest

from bot import garbage


def test_garbage_is_looked_for_again_afterwards_where_it_was_before() -> None:
    """Not yet where the reading of one thing is part of another's."""
    assert gc.isenabled()
    with garbage.none_made():
        with garbage.none_made():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_garbage_is_looked_for_again_after_a_fault() -> None:
    """What was read may be wrong."""
    with pytest.raises(LookupError), garbage.none_made():
        raise LookupError
    assert gc.isenabled()
