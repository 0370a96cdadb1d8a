"""A step of the way from meter to report, and what is missing or wrong at it."""

from dataclasses import dataclass
from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tanheng.engine.explanation import Explanation

RESULT, NUMBER, INPUT, DEFAULT, ABSENT, PARAMETER = "result", "number", "input", "default", "absent", "parameter"
READING, SOURCE, METER, CALIBRATION = "reading", "source", "meter", "calibration"
KIND_WORDS: dict[str, str | Promise] = {
    RESULT: _("Number in the report"),
    NUMBER: _("Computed number"),
    INPUT: _("Input"),
    DEFAULT: _("Default of the rules"),
    ABSENT: _("Not reported"),
    PARAMETER: _("Parameter of the rules"),
    READING: _("Reading behind it"),
    SOURCE: _("Source by the plan"),
    METER: _("Meter"),
    CALIBRATION: _("Calibration"),
}
COLOURS = {
    RESULT: "#175c5c", NUMBER: "#175c5c", INPUT: "#3a6ea5", DEFAULT: "#b5651d", ABSENT: "#8a94a0", PARAMETER: "#7a4f9a",
    READING: "#3a6ea5", SOURCE: "#5f6f1f", METER: "#a33f5e", CALIBRATION: "#a33f5e",
}  # fmt: skip


@dataclass(frozen=True)
class Mark:
    """What is missing or wrong at a step: a code that stays, what it is, what to do, and where."""

    code: str
    text: str
    remedy: str
    address: str = ""


@dataclass(frozen=True)
class Step:
    """One step: what it is called and where it stands, its value with unit as shown, where it comes from, its page, and its marks.

    `id` names the same step wherever it is met; `share` says how much of the number at the root it stands for; `found` is the explanation
    of the number, or of the input that an evidence is of.
    """

    kind: str
    id: str
    name: str
    place: str = ""
    value: str = ""
    unit: str = ""
    origin: str = ""
    address: str = ""
    marks: tuple[Mark, ...] = ()
    share: Fraction = Fraction(1)
    found: Explanation | None = None

    @property
    def word(self) -> str:
        """What kind of step it is."""
        return str(KIND_WORDS[self.kind])

    @property
    def amount(self) -> str:
        """Value and unit together."""
        return f"{self.value} {self.unit}".strip()
