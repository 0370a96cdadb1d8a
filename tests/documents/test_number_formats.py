"""What a number format makes of a stored number, token by token."""

import pytest

from tanheng.documents.reading.number_formats import built_in_format, number_format

NUMBERS = [
    "General", "Standard", "G/通用格式", "G/標準", "Estándar", "Standaard", "Normál", "Основной", "", "@", "0.00",
    "#,##0.00_);[Red](#,##0.00)",
    "0.00;[Magenta]-0.00", "[红色]0.00;[蓝色]-0.00", "[Color10]0", "[黒]0", "[Schwarz]0;[Rot]-0", "0.00E+00", "##0.0E-0",
    "# ?/?", "# ??/100",
    '0.0 "days"', '0"d"', "0\\h", "0 m", '#,##0 "m³/d"', '"yyyy"0', "_-* #,##0.00 [$DM-407]_-",
    "#,##0.00 [$€-407]", '[$¥-804]#,##0;"年"',
    '0!.0,"万"', 'General"m"', "Yes;Yes;No", "[DBNum1]0", '[<1]0.000;[>=1]0.0"t"', "0_d", "0*d",
]  # fmt: skip
DATES = {
    "yyyy-mm-dd": "ymd", 'm"月"d"日"': "md", 'yyyy"年"m"月"': "ym", "d-mmm": "dm", "mmm-yy": "my", "mmmyy": "my",
    "dd.mm.yy;@": "dmy",
    "[$-F800]dddd, mmmm dd, yyyy": "dmy", "[$-804]aaaa": "d", "e/m/d": "ymd", '[$-411]ggge"年"m"月"': "ym", "JJJJ-MM-TT": "m",
    "h:mm AM/PM": "hn", "mm:ss.0": "ns", "[h]:mm:ss": "[hns", "[mm]:ss": "[ns", "[s]": "[s", '上午/下午h"时"mm"分"': "hn",
    "yyyy-mm-dd h:mm": "ymdhn", "yyyymmddhhmmss": "ymdhns", "[DBNum1][$-804]m月d日": "md", "[$-409]d-mmm;@": "dm",
    "[ENG][$-409]mmm d": "md",
    "[Red]yyyy;0": "y",
}  # fmt: skip


@pytest.mark.parametrize("code", NUMBERS)
def test_a_number_stays_a_number(code: str) -> None:
    assert {number_format(code).shape(number).kind for number in (12345.6, 0.5)} == {"number"}


@pytest.mark.parametrize(("code", "parts"), DATES.items())
def test_a_date_shows_its_parts(code: str, parts: str) -> None:
    shape = number_format(code).shape(45717)
    assert (shape.kind, shape.parts) == ("date", frozenset(parts))


@pytest.mark.parametrize("code", ["0%", "0.00%", "0.0 %", "[Red]0%", "[$-804]0.0%", '#0.0%"含水"', "0%;-0%"])
def test_a_percentage_shows_a_hundred_times(code: str) -> None:
    assert number_format(code).shape(0.98).kind == "percent"


@pytest.mark.parametrize(("code", "sign"), [('0.0"%"', "%"), ("0\\%", "%"), ('0.0" ％"', "%"), ("0‰", "‰")])
def test_a_sign_in_quotes_does_not_multiply(code: str, sign: str) -> None:
    shape = number_format(code).shape(98)
    assert (shape.kind, shape.sign) == ("sign", sign)


@pytest.mark.parametrize(
    ("code", "number", "kind"),
    [
        ("0;-0%", 1, "number"), ("0;-0%", -1, "percent"), ("0;-0%", 0, "number"), ("0;0;0%", 0, "percent"),
        ("[>=1]0%;0.00", 1, "percent"),
        ("[>=1]0%;0.00", 0.5, "number"), ("[=0]0%;0", 0, "percent"), ("[<>0]0%;0", 0, "number"), ("0;0;0;0%", 5, "number"),
    ],
)  # fmt: skip
def test_the_section_that_shows_the_number_decides(code: str, number: float, kind: str) -> None:
    assert number_format(code).shape(number).kind == kind


def test_formats_that_programs_know_by_number() -> None:
    dates = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59), *range(71, 82)}
    found = {number: built_in_format(number).shape(1).kind for number in range(164)}
    assert {number for number, kind in found.items() if kind == "date"} == dates
    assert {number for number, kind in found.items() if kind == "percent"} == {9, 10, 67, 68}
