"""A pack is loaded without its worked cases; whoever asks for one reads them, and hears what is wrong with them."""

from pathlib import Path

import pytest

from tanheng.engine.errors import PackError
from tanheng.rulebook import _own_parts, programs, raw_head
from tanheng.rulebook.worked_cases import WorkedCases


def test_loading_reads_no_case_and_asking_reads_them_once(tmp_path: Path):
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "b.yaml").touch()
    (tmp_path / "cases" / "a.yaml").touch()
    (tmp_path / "cases" / "notes.txt").touch()
    read: list[str] = []

    def case(entry, _place) -> dict[str, object]:
        read.append(entry.name)
        return {"title": {"zh": "例", "en": entry.name}, "source": "none", "status": "derived", "given": {}, "expected": []}

    cases = WorkedCases("toy", tmp_path, case)
    assert read == []
    assert [one["title"]["en"] for one in cases] == ["a.yaml", "b.yaml"] and len(cases) == 2
    assert cases[-1]["title"]["en"] == "b.yaml"
    assert read == ["a.yaml", "b.yaml"]


def test_a_case_that_is_none_is_told_when_it_is_read(tmp_path: Path):
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "a.yaml").touch()
    cases = WorkedCases("toy", tmp_path, lambda *_: {"given": {}, "wrong_key": 1})
    with pytest.raises(PackError, match="wrong_key"):
        len(cases)


def test_a_folder_without_cases_has_none(tmp_path: Path):
    assert list(WorkedCases("toy", tmp_path, lambda *_: {})) == []


def test_the_text_of_a_shared_function_is_that_of_the_standard_library():
    import inspect

    pack_id = "cn/power/cets_2022"
    names = [(name, kind) for kind in ("formulas", "checks") for name in raw_head(pack_id).get(f"use_{kind}") or ()]
    assert names and _own_parts(pack_id).program_texts.keys() >= {name for name, _ in names}
    for name, kind in names:
        function = programs._shared_function(name, kind)
        assert _own_parts(pack_id).program_texts[name] == inspect.getsource(function)


def test_yaml_is_read_as_the_loader_reads_it(tmp_path: Path):
    """Anchors, merged mappings, numbers, dates and nothing at all too."""
    import yaml

    from tanheng.rulebook.rule_yaml import LOADER, read_yaml

    text = "a: &one {x: 1, y: '2', z: [true, null, 1.5, 2024-01-02, text]}\nb: {<<: *one, y: 3}\nc: *one\n4: {5: six}\n"
    (tmp_path / "some.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "none.yaml").write_text("# nothing\n", encoding="utf-8")
    assert read_yaml(tmp_path / "some.yaml", "some.yaml") == yaml.load(text, Loader=LOADER)
    assert read_yaml(tmp_path / "none.yaml", "") == read_yaml(tmp_path / "lacking.yaml", "") == {}
