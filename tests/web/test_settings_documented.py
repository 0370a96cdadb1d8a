"""The documentation of the settings cannot lie: it names every variable, and no other, with its default."""

import re
from pathlib import Path

from tanheng.config.environment import VARIABLES

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")


def test_every_variable_is_documented_and_none_besides():
    rows = re.findall(r"^\| `(TANHENG_\w+)`", PAGE, re.MULTILINE)
    assert rows == [variable.name for variable in VARIABLES]


def test_defaults_stand_in_the_page():
    for variable in VARIABLES:
        if variable.default:
            assert re.search(rf"\| `{variable.name}` \| `{variable.default}` \|", PAGE), variable.name


def test_no_other_variable_is_read_anywhere():
    known = {variable.name for variable in VARIABLES}
    read = {
        name
        for file in (ROOT / "src").rglob("*.py")
        for name in re.findall(r"(?<!_)TANHENG_[A-Z_]+[A-Z]", file.read_text(encoding="utf-8"))
    }
    assert read <= known
