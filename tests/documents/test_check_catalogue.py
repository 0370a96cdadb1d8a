"""The published catalogue says what the checks say: every check of every edition, every code of readers and runs, in both languages."""

import ast

import pytest

from tanheng.bulk.problems import SENTENCES as BATCH_SENTENCES
from tanheng.documents.rule_book.check_catalogue import catalogue, chosen, reading_entries
from tanheng.documents.rule_book.check_stages import OTHER_SEVERITIES, severities_of, tables
from tanheng.rulebook import load, pack_ids
from tests.documents.sample_input import read, sample_workbook
from tests.rulebook.slips import computed, plant, plant_files
from tests.support.fired_codes import listening, named, not_fired
from tests.tidy.sources import PACKAGE, ROOT, python_files, tree

PREFIXES = ("CASE-", "FILE-", "RUN-", "UNC-", "BATCH-")


@pytest.mark.parametrize("pack_id", pack_ids())
def test_every_check_of_an_edition_is_published(pack_id):
    pack = load(pack_id)
    published = {one.code for one in catalogue() if pack_id in one.packs}
    assert published == {one.id for one in pack.checks} | {rule["id"] for rule in pack.expects_any}


def test_an_entry_says_everything_in_both_languages():
    for one in catalogue():
        assert one.message.zh and one.message.en and one.remedy.zh and one.remedy.en, one.code
        assert one.stages and one.severities, one.code
        if one.kind != "reading":
            assert one.measure.zh and one.measure.en, one.code
        if one.packs and one.kind != "expectation":
            assert one.measure.zh and one.measure.en and one.limits.zh and one.clause.en, one.code
        assert "{" not in one.message.zh + one.message.en + one.remedy.zh + one.remedy.en, one.code


def raised() -> dict[str, set[str]]:
    """Code → the severities with which the program raises it, where a call names them."""
    found: dict[str, set[str]] = {}
    for path in python_files(PACKAGE):
        for node in ast.walk(tree(path)):
            if not isinstance(node, ast.Call):
                continue
            words = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            words += [one.value.value for one in node.keywords if one.arg == "severity" and isinstance(one.value, ast.Constant)]
            code = next((word for word in words if word.startswith(PREFIXES)), None)
            if code:
                found.setdefault(code, set()).update(word for word in words if word in ("error", "warning", "note"))
    return found


def test_severities_are_those_that_are_raised():
    told = {**tables(), **BATCH_SENTENCES}
    for code, severities in raised().items():
        if code in told:
            assert severities <= set(severities_of(code, told[code][0])), code
    assert set(OTHER_SEVERITIES) <= set(told)
    assert [code for code, others in OTHER_SEVERITIES.items() if told[code][0] in others] == []


def test_filters_leave_what_fits():
    entries = catalogue()
    by_pack = chosen(entries, pack="cn/aluminium/cets_2024", stage="run")
    assert any(one.code == "AL-021" for one in by_pack)
    assert all(not one.packs or "cn/aluminium/cets_2024" in one.packs for one in by_pack)
    assert [one.code for one in chosen(entries, words="anode 0.45")][:1] == ["AL-021"]
    assert chosen(entries, words="no such words anywhere") == []
    assert list(reading_entries({})) == []


def test_every_code_is_fired_by_a_test(request):
    """By the test that is named for it and fails when it is not raised; codes of editions have their examples (`tests/rulebook`)."""
    assert set(named()) == {*tables(), *BATCH_SENTENCES}
    collected = {item.nodeid for item in request.session.items}
    files = {test.partition("::")[0] for test in collected}
    assert [(code, test) for code, test in named().items() if test.partition("::")[0] in files and test not in collected] == []
    assert [test for test in named().values() if not (ROOT / test.partition("::")[0]).is_file()] == []


def test_a_named_test_that_does_not_fire_its_code_is_found():
    code, test = next(iter(named().items()))
    with listening() as told:
        assert code in not_fired(test)
        told.add(code)
        assert code not in not_fired(test)


def test_every_code_is_silent_where_nothing_is_wrong():
    """A sound workbook and the sound plants: no code of a file is raised, and none of the others everywhere."""
    with listening() as told:
        case, _ = read(sample_workbook())
        assert case is not None
        of_workbook = set(told)
    of_plants = []
    for path in plant_files():
        with listening() as told:
            computed(plant(path))
            of_plants.append(set(told))
    assert [code for code in of_workbook if code.startswith("FILE")] == []
    assert set.intersection(*of_plants) & set(tables()) == set()


@pytest.mark.parametrize("path", plant_files(), ids=lambda path: path.stem)
def test_no_code_is_fired_by_a_sound_case(path):
    """Every check that is no doubt about practice is silent on a plant as it should be."""
    _, problems = computed(plant(path))
    assert [one.code for one in problems if one.severity == "error" or one.code.startswith("FILE")] == []
