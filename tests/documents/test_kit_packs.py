"""The recomputation kit of every pack: LibreOffice computes the digits of a random case, all packs in one start of the program."""

from __future__ import annotations

from pathlib import Path

import pytest

from tanheng.documents.kit.workbook import recomputation_kit
from tanheng.engine.case.reading import read_case
from tanheng.engine.run import Run
from tanheng.engine.running import run_case
from tanheng.rulebook import load, pack_ids
from tests.documents.test_kit import assert_same_digits
from tests.oracles.random_cases import random_case
from tests.oracles.standing_still import runs_standing_still
from tests.oracles.test_years_with_gaps import runs_with_gaps
from tests.support.libreoffice import LibreOffice

SEEDS = (1, 4, "gaps", "still")  # two full plants, one that leaves months blank, and one that stood still


def sources() -> list[tuple[str, int | str]]:
    """Each pack with its seeds; gaps only where there are months."""
    monthly = {one for one in pack_ids() if any("month" in quantity.index for quantity in load(one).inputs())}
    return [(pack_id, seed) for pack_id in pack_ids() for seed in SEEDS if isinstance(seed, int) or pack_id in monthly]


def random_run(pack_id: str, seed: int | str) -> Run:
    pack = load(pack_id)
    if seed == "gaps":
        return next(run for run in runs_with_gaps(pack_id) if run.case.grain == "month")
    if seed == "still":
        return runs_standing_still(pack_id, 1)[0][0]
    document = random_case(pack, int(seed))
    assert document is not None, (pack_id, seed)
    case, problems = read_case(document, load)
    return run_case(pack, case, problems, causes=False)


@pytest.fixture(scope="module")
def recomputed(soffice: LibreOffice, tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, int | str], tuple[Run, Path]]:
    """For each pack and seed its run and the kit as LibreOffice saved it."""
    folder = tmp_path_factory.mktemp("kits")
    runs = {(pack_id, seed): random_run(pack_id, seed) for pack_id, seed in sources()}
    files = {}
    for (pack_id, seed), run in runs.items():
        files[pack_id, seed] = folder / f"{pack_id.replace('/', '-')}-{seed}.xlsx"
        files[pack_id, seed].write_bytes(recomputation_kit(run, "en"))
    saved = soffice.all_recalculated(list(files.values()))
    return {key: (runs[key], saved / file.name) for key, file in files.items()}


@pytest.mark.soffice
@pytest.mark.parametrize(("pack_id", "seed"), sources())
def test_libreoffice_recomputes_every_pack(pack_id, seed, recomputed):
    run, file = recomputed[pack_id, seed]
    assert_same_digits(run, file)
