"""The recomputation kit of every pack: LibreOffice computes the digits of a random case, all packs in one start of the program."""

from __future__ import annotations

from pathlib import Path

import pytest

from tanheng.documents.kit import recomputation_kit
from tanheng.engine.case_reading import read_case
from tanheng.engine.run import Run, run_case
from tanheng.rulebook import load, pack_ids
from tests.documents.test_kit import assert_same_digits
from tests.oracles.random_cases import random_case
from tests.support.libreoffice import LibreOffice

SEEDS = (1, 4)


def random_run(pack_id: str, seed: int) -> Run:
    pack = load(pack_id)
    document = random_case(pack, seed)
    assert document is not None, (pack_id, seed)
    case, problems = read_case(document, load)
    return run_case(pack, case, problems)


@pytest.fixture(scope="module")
def recomputed(
    soffice: LibreOffice, tmp_path_factory: pytest.TempPathFactory
) -> dict[tuple[str, int], tuple[Run, Path]]:
    """For each pack and seed its run and the kit as LibreOffice saved it."""
    folder = tmp_path_factory.mktemp("kits")
    runs = {(pack_id, seed): random_run(pack_id, seed) for pack_id in pack_ids() for seed in SEEDS}
    files = {}
    for (pack_id, seed), run in runs.items():
        files[pack_id, seed] = folder / f"{pack_id.replace('/', '-')}-{seed}.xlsx"
        files[pack_id, seed].write_bytes(recomputation_kit(run, "en"))
    saved = soffice.all_recalculated(list(files.values()))
    return {key: (runs[key], saved / file.name) for key, file in files.items()}


@pytest.mark.soffice
@pytest.mark.xdist_group("kits")
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("pack_id", pack_ids())
def test_libreoffice_recomputes_every_pack(pack_id, seed, recomputed):
    run, file = recomputed[pack_id, seed]
    assert_same_digits(run, file)
