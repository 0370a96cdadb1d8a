"""The record types of forms.yaml: the official tables, their rows, fields and lists, and the sheets of the input workbook."""

from __future__ import annotations

from tanheng.engine.records.of.packs import EN, NEEDED_STATUS, PLACES, SOURCE, STATUSES, TABLE_KINDS, ZH
from tanheng.engine.records.shapes import Key, Shape
from tanheng.engine.text import Text

FILE = "forms.yaml"
ID = Key("id", "text", "its id", True)
OTHER_ZH, OTHER_EN = (Key(one, "text", "in place of the label of what it shows") for one in ("zh", "en"))
ROW = Shape(
    Text("一行", "row of a form"),
    FILE,
    (
        Key("quantity", "text", "the quantity it shows"),
        Key("parameter", "text", "or the parameter"),
        Key("code", "text", "code of the row in the template"),
        Key("meter", "flag", "the direct-meter cell is open"),
        Key("shown_in", "text", "the form shows this unit, the data stay fractions", words=("%",)),
        OTHER_ZH,
        OTHER_EN,
    ),
)
FIELD_TYPE = Shape(
    Text("燃料类型", "type of fuel"),
    FILE,
    (
        Key("column", "text", "the column that is not 0"),
        Key("unit", "text", "or the unit of the row"),
        Key("items", "names", "or the items"),
        ZH,
        EN,
    ),
)
FIELD_NOTE = Shape(
    Text("说明的一部分", "part of a remark"),
    FILE,
    (
        Key("attribute", "text", "an attribute that is not its default"),
        Key("items", "text", "a quantity whose items are above zero"),
        Key("standstill", "text", "a quantity whose months of 0 are told"),
        OTHER_ZH,
        OTHER_EN,
    ),
)
FIELD = Shape(
    Text("信息项", "field of a form"),
    FILE,
    (
        ID,
        ZH,
        EN,
        Key("note", "text", "beside the field, `中文 / English`"),
        Key("attribute", "text", "the attribute that answers it"),
        Key("words", "by id", "the form's own words for the attribute's", shape=Shape(Text("表内用词", "word of a form"), FILE, (ZH, EN))),
        Key("quantity", "any", "the first of these quantities that has a number"),
        Key("text", "pair", "the sentence around `{value}`"),
        Key("items", "text", "the items of a quantity, largest first"),
        Key("fuel_of", "text", "the fuel with most of this quantity"),
        Key("types", "records", "what that fuel may be called", shape=FIELD_TYPE),
        Key("notes", "records", "parts of a remark", shape=FIELD_NOTE),
    ),
)
COLUMN = Shape(Text("列", "column of a list"), FILE, (ID, ZH, EN))
DETERMINED = Shape(
    Text("确定方式的一行", "row of the way of determination"),
    FILE,
    (ZH, EN, Key("any_of", "names", "the quantities whose measured months are told", True)),
)
LIST = Shape(
    Text("清单", "list of a form"),
    FILE,
    (
        ID,
        ZH,
        EN,
        Key("columns", "records", "its columns", True, shape=COLUMN),
        Key("where_used", "text", "the quantity that says which places are in use"),
        Key("determined", "records", "what is told of each place in use", shape=DETERMINED),
    ),
)
FORM = Shape(
    Text("报告表", "table of the report"),
    FILE,
    (
        ID,
        ZH,
        EN,
        Key("kind", "text", "`info` has fields, `monthly` and `summary` rows, `other` lists", True, TABLE_KINDS),
        Key("per", "text", "once, or once for each facility", True, PLACES),
        Key("facility_kind", "text", "of which kind"),
        NEEDED_STATUS,
        SOURCE,
        Key("optional", "flag", "left out where it has no data"),
        Key("note", "any", "below the table"),
        Key("rows", "records", "its rows", shape=ROW),
        Key("fields", "records", "its fields", shape=FIELD),
        Key("lists", "records", "its lists", shape=LIST),
    ),
)
SHEET = Shape(
    Text("填报表页", "sheet of the input workbook"),
    FILE,
    (ID, ZH, EN, Key("quantities", "names", "its quantities; every input stands on one sheet", True)),
)
FORMS = Shape(
    Text("报表", "forms"),
    FILE,
    (
        Key("title", "pair", "title of the report"),
        Key("numbering", "text", "what the numbers of the tables rest on", words=STATUSES),
        SOURCE,
        Key("guide_sentence", "pair", "which guide was followed"),
        Key("declaration", "pair", "what the entity declares"),
        Key("columns", "map", "kind of table → column heads, zh and en"),
        Key("acquisition_words", "map", "the form's words for measured, calculated …"),
        Key("direct_meter_words", "names", "the form's words for yes, no and neither"),
        Key("tables", "records", "the official tables", shape=FORM),
        Key("input_sheets", "records", "the sheets of the input workbook", shape=SHEET),
    ),
)
