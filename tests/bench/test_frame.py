"""A benchmark line says how it stands to its peer and to its promise; the page says it to people."""

import json

import pytest

from bench.__main__ import main, module_names
from bench.page import machine, table
from bench.result import result


def test_less_time_than_the_peer_is_a_ratio_above_one() -> None:
    line = result("report", 2.0, "s", peer="other", peer_value=5.0, limit=5.0)
    assert (line["ratio"], line["kept"]) == (2.5, True)


def test_more_evaluations_than_the_peer_is_a_ratio_above_one() -> None:
    line = result("engine", 600_000, "1/s", peer="other", peer_value=200_000, limit=500_000, more_is_better=True)
    assert (line["ratio"], line["kept"]) == (3.0, True)


def test_a_missed_promise_is_said() -> None:
    assert result("help", 0.3, "s", limit=0.25)["kept"] is False
    assert result("engine", 400_000, "1/s", limit=500_000, more_is_better=True)["kept"] is False


def test_a_line_is_json_with_the_promised_names() -> None:
    line = json.loads(json.dumps(result("help", 0.1, "s")))
    assert {"name", "value", "unit", "peer", "peer_value", "ratio"} <= set(line)


def test_the_page_shows_numbers_promises_and_the_machine() -> None:
    text = table([result("engine", 612_345.0, "1/s", limit=500_000, more_is_better=True)])
    assert "| engine | 612,300 | 1/s | 500,000 | yes |" in text
    assert "cores" in machine((0.71, 0.74))
    assert "0.71 s, 0.74 s (before, after)" in machine((0.71, 0.74))


def test_an_unknown_benchmark_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["no-such-thing"])
    assert "known:" in capsys.readouterr().err
    assert "bench_start" in module_names([])
