"""Which step of a function takes the time."""

import sys

from scripts.benchmark.workers.stage_sampler import stage_of


def test_the_stage_is_what_the_watched_function_calls_however_deep_it_is_inside() -> None:
    def whole() -> str | None:
        return _read_sources()

    def _read_sources() -> str | None:
        return deeper()

    def deeper() -> str | None:
        return stage_of(sys._getframe(), {whole.__code__})

    assert whole() == "read sources"


def test_of_two_watched_functions_the_inner_one_tells_the_stage() -> None:
    def outer() -> str | None:
        return inner()

    def inner() -> str | None:
        return _write_words()

    def _write_words() -> str | None:
        return stage_of(sys._getframe(), {outer.__code__, inner.__code__})

    assert outer() == "write words"


def test_outside_of_the_watched_function_there_is_no_stage() -> None:
    def whole() -> None: ...

    assert stage_of(sys._getframe(), {whole.__code__}) is None
