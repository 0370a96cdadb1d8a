"""Lines of templates can be read without a scroll bar: 160 characters, as wide as djlint lays them out."""

import tomllib

from tests.tidy.sources import PACKAGE, ROOT, is_vendored, name_of, project_files

SUFFIXES = {".html", ".txt"}
WIDEST: int = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["djlint"]["max_line_length"]
TEMPLATES = [path for path in project_files() if path.suffix in SUFFIXES and PACKAGE in path.parents and not is_vendored(path)]


def test_no_line_of_a_template_is_wider_than_it_may_be() -> None:
    assert WIDEST == 160
    lines = ((path, number, line) for path in TEMPLATES for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1))
    assert [f"{name_of(path)}:{number}: {len(line)}" for path, number, line in lines if len(line) > WIDEST] == []


def test_templates_are_looked_at() -> None:
    assert len([path for path in TEMPLATES if "templates" in path.parts]) > 90
