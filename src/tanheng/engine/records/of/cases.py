"""The record types of a case file (`case/1`): by their keys the readers of `engine.case` know what is known, and the reference of the
format is printed from them. The readers themselves say what is wrong with a value, in the words of whoever filled the file.
"""

from __future__ import annotations

from tanheng.engine.answer import SAYS
from tanheng.engine.pack import KINDS
from tanheng.engine.records.shapes import Key, Shape
from tanheng.engine.text import Text
from tanheng.engine.uncertainty.forms import DISTRIBUTIONS, FORM_LABELS, NESTED_FORMS, SCALAR_FORMS

FILE = "CASE.yaml"
MONTHS_OF = "whole months 1 … 12"
FORM_MEANINGS = {
    "relative": 'half-width of the value, quoted, such as "0.015"',
    "absolute": "half-width in the unit of the quantity, quoted",
    "limits": "greatest error allowed, as a part of the value, quoted",
    "meter_class": "accuracy class of the instrument in percent, quoted",
    "k": "coverage factor of `relative` or `absolute`",
    "distribution": "the shape of its error",
}

NUMBER_MEANINGS = {
    "expanded": "expanded uncertainty of the certificate, as a part of the value",
    "k": "its coverage factor",
    "limit": "limit of repeatability, in the unit of the quantity",
    "repeats": "how many repetitions the value is the mean of",
}


def names(shape: Shape) -> tuple[str, ...]:
    """The keys of a record, in the order in which they are told."""
    return tuple(shape.by_name)


ENTITY = Shape(
    Text("企业", "entity"),
    FILE,
    (Key("name", "text", "name of the legal person", True), Key("code", "text", "unified social credit code, 18 characters")),
)
STOP = Shape(
    Text("停产时段", "stop of a facility"),
    FILE,
    (
        Key("from", "text", "first day, such as 2025-03-01", True),
        Key("to", "text", "last day; left out where it goes on"),
        Key("reason", "text", "why, such as 错峰停窑"),
    ),
)
FACILITY = Shape(
    Text("设施", "facility"),
    FILE,
    (
        Key("id", "text", "the name by which values, problems and explanations call it", True),
        Key("kind", "text", "one of the kinds of the rule pack, such as `potline` or `kiln_line`", True),
        Key("name", "text", "what people call it; else its id"),
        Key("in_use_from", "text", "the day it came into use; months before are not applicable"),
        Key("in_use_to", "text", "the last day of its use"),
        Key("stops", "records", "when it stood still; whole months of a stop are not applicable", shape=STOP),
    ),
)
ATTRIBUTE = Shape(
    Text("属性", "attribute"),
    FILE,
    (
        Key("name", "text", "an attribute of the rule pack, such as `unit_class`", True),
        Key("facility", "text", "whose it is; left out for the entity"),
        Key("value", "text", "one of its words", True),
    ),
)
VALUE = Shape(
    Text("数值", "value"),
    FILE,
    (
        Key("quantity", "text", "an input of the rule pack; a unit at its end is that of the amounts", True),
        Key("facility", "text", "where the rule pack has the quantity by facility"),
        Key("item", "text", "where the rule pack has it by item, such as `diesel`"),
        Key("months", "map", "month 1 … 12 → amount as quoted decimal text; blank is absent, `/` not applicable, never zero"),
        Key("each_month", "decimal", "the same amount in every month"),
        Key("year", "decimal", "the amount of the year, with `grain: year`"),
        Key("unit", "text", "of the amounts, where it is another than the pack's; converted exactly"),
        Key("kind", "text", "how the amounts were obtained", words=(*KINDS, "not_applicable")),
        Key("source", "text", "the record they were read from, such as 换极台账"),
        Key("evidence", "text", "name of the file that shows it"),
        Key("uncertainty", "decimal", 'relative, quoted, such as "0.015"'),
        Key("note", "text", "anything a reader should know"),
    ),
)
NESTED = {
    name: Shape(FORM_LABELS[name], FILE, tuple(Key(number, "decimal", NUMBER_MEANINGS[number]) for number, *_ in rules))
    for name, rules in NESTED_FORMS.items()
}
UNCERTAINTY = Shape(
    Text("不确定度", "uncertainty"),
    FILE,
    (
        Key("quantity", "text", "the input it speaks of; this or `parameter`"),
        Key("parameter", "text", "the parameter it speaks of"),
        Key("facility", "text", "of one facility; left out: of all"),
        Key("item", "text", "of one item; left out: of all"),
        Key("months", "any", f"a list of {MONTHS_OF}; left out: of all"),
        *(Key(one, "decimal", FORM_MEANINGS[one]) for one in SCALAR_FORMS),
        *(Key(one, "record", "its two numbers, quoted", shape=NESTED[one]) for one in NESTED_FORMS),
        Key("k", "decimal", FORM_MEANINGS["k"]),
        Key("distribution", "text", FORM_MEANINGS["distribution"], words=tuple(DISTRIBUTIONS)),
        Key("group", "text", "errors of one group move together"),
        Key("independent", "flag", "the months do not share their error"),
        Key("source", "text", "the certificate or standard it was taken from"),
    ),
)
OVERRIDE = Shape(
    Text("替换值", "override"),
    FILE,
    (
        Key("parameter", "text", "the parameter whose value is replaced; this, or table, item and column"),
        Key("table", "text", "the table of defaults"),
        Key("item", "text", "its row"),
        Key("column", "text", "its column"),
        Key("value", "number", "what stands in its place", True),
        Key("unit", "text", "of that value", True),
        Key("document", "text", "on what it rests", True),
        Key("person", "text", "on whose word", True),
        Key("reason", "text", "why"),
    ),
)
ANSWER = Shape(
    Text("对疑问的答复", "answer to a doubt"),
    FILE,
    (
        Key("code", "text", "of the check, as `tanheng answers` lists it", True),
        Key("quantity", "text", "where the doubt stands"),
        Key("facility", "text", "where the doubt stands"),
        Key("item", "text", "where the doubt stands"),
        Key("month", "any", "where the doubt stands; a whole number"),
        Key("digest", "text", "of the figures it speaks of: other figures ask anew", True),
        Key("says", "text", "that the figure is right, or was mended", True, words=tuple(SAYS)),
        Key("reason", "text", "why; blank together with `person`: still waiting", True),
        Key("person", "text", "who answers", True),
        Key("on", "text", "the day"),
        Key("printed", "flag", "whether the report prints it"),
    ),
)
METER = Shape(
    Text("计量器具", "meter"),
    FILE,
    (
        Key("code", "text", "by which the ledger of the company knows it", True),
        Key("name", "text", "what people call it", True),
        Key("model", "text", "its model"),
        Key("location", "text", "where it stands"),
        Key("accuracy_class", "text", "accuracy class, quoted"),
        Key("calibration", "text", "in which way it was verified or calibrated"),
        Key("certificate", "text", "number of the certificate that held last"),
        Key("calibrated_on", "text", "the day of it, quoted"),
        Key("valid_to", "text", "its last day, quoted"),
    ),
)
CASE = Shape(
    Text("算例", "case"),
    FILE,
    (
        Key("tanheng", "text", "`case/1`", True),
        Key("pack", "text", "the edition, as `tanheng rules list` names it", True),
        Key("year", "whole", "the year of the data", True),
        Key("grain", "text", "whether amounts are of months, or of the year as one period", words=("month", "year"), absent="month"),
        Key(
            "through_month", "whole", "the last month of a part of the year, which is provisional; a whole year without it", bounds=(1, 11)
        ),
        Key("entity", "record", "whose case it is", True, shape=ENTITY),
        Key("facilities", "records", "what is inside the boundary", shape=FACILITY),
        Key("attributes", "records", "what is no number", shape=ATTRIBUTE),
        Key("values", "records", "the figures", shape=VALUE),
        Key("uncertainties", "records", "what is known of their uncertainty", shape=UNCERTAINTY),
        Key("overrides", "records", "values of the rules that are replaced, each by a document", shape=OVERRIDE),
        Key("answers", "records", "what was said to doubts", shape=ANSWER),
        Key("meters", "records", "table C.9, held against the ledger of the company; no number rests on it, nor the hash", shape=METER),
        Key("base", "text", "of a downloaded file: what it was made from, so that an upload overwrites nobody's figures unseen"),
    ),
)
