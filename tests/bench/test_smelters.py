"""The cases of the benchmarks are what their names say, and the count of evaluations is the one found by hand."""

from bench.openfisca import task
from bench.smelters import changed_sample_case, evaluations, pack, sample_case, smelter_case
from tanheng.engine.running import run_case


def test_evaluations_are_counted_as_by_hand() -> None:
    run = run_case(pack(), sample_case())
    potlines, fuels, carbonates, totals = 2 * 4, 2, 1, 6
    carried_in, enterprise = 1, 1
    each_month = potlines + fuels + carbonates + totals + carried_in + enterprise
    assert evaluations(run) == 12 * each_month + 2 + 1  # intensity of each potline, and the enterprise's year


def test_a_larger_smelter_has_its_potlines_and_no_two_alike() -> None:
    run = run_case(pack(), smelter_case(3))
    years = [run.value("anode_emission_tco2", f"line-{number:04d}") for number in (1, 2, 3)]
    assert None not in years
    assert len(set(years)) == 3
    assert not [problem for problem in run.problems if problem.severity == "error"]


def test_a_changed_case_is_another_case() -> None:
    assert len({changed_sample_case(number).snapshot_hash for number in range(3)} | {sample_case().snapshot_hash}) == 4


def test_the_peer_is_given_the_same_inputs() -> None:
    run = run_case(pack(), sample_case())
    given = task(run, repeats=1, tracers=["on"])
    january = [float(run.value("anode_consumption_t", facility, None, 1)) for facility, _ in run.keys["anode_consumption_t"]]
    assert given["inputs"]["anode_consumption_t"][0] == january
    assert set(given["fuels"]) == {"diesel", "natural_gas"}
    assert given["fixed"]["anode_loss_rate"] == 0.1518
