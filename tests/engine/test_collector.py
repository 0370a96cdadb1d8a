"""Python's search for circles rests while many objects are made, and goes on afterwards whatever happened."""

import gc

import pytest

from tanheng.engine.collector import no_circles_sought


def test_the_search_rests_within_and_goes_on_after_an_error():
    def work() -> None:
        with no_circles_sought():
            assert not gc.isenabled()
            raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        work()
    assert gc.isenabled()


def test_within_another_rest_it_stays_at_rest():
    with no_circles_sought():
        with no_circles_sought():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
