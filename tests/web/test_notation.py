"""How the pages write symbols, arithmetic and lists."""

import pytest
from django.utils import translation

from tanheng.pages.templatetags.components import grouped_text, listed, symbols


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("E_an", "E<sub>an</sub>"),
        ("E_proc,total + E_in", "E<sub>proc,total</sub> + E<sub>in</sub>"),
        ("Σ E_total₁…E_total₁₂", "Σ E<sub>total,1</sub>…E<sub>total,12</sub>"),
        ("AN × (1 − S_a)", "AN × (1 − S<sub>a</sub>)"),
        ("44/12", "44/12"),
        ("<b>_x", "&lt;b&gt;_x"),
    ],
)
def test_indices_are_set_low_and_nothing_else_is_marked_up(written, shown):
    assert symbols(written) == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("630083.27 + 0.12345678 = −1234", "630,083.27 + 0.12345678 = −1,234"),
        ("44/12 × 999", "44/12 × 999"),
        ("min(1000; 20000)", "min(1,000; 20,000)"),
        ("26851.0222933333", "26,851.0222933333"),
        ("", ""),
        (None, ""),
    ],
)
def test_numbers_in_a_line_have_separators_before_the_point_only(written, shown):
    assert grouped_text(written) == shown


def test_a_list_has_the_comma_of_its_language():
    with translation.override("zh-hans"):
        assert listed(["电力", "热力"]) == "电力、热力"
    with translation.override("en"):
        assert listed(["power", "heat"]) == "power, heat"
