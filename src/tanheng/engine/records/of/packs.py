"""The record types of a rule pack: for each key its type, the words it may hold, whether it is required, and what it means.

These tables drive the loading and the refusal of packs (`engine.loading`) and their reference (docs/reference/packs.md).
"""

from __future__ import annotations

from tanheng.engine.editions import REMOVABLE
from tanheng.engine.numbers import ROUNDING_MODES, TEXT_DECIMALS
from tanheng.engine.pack import KINDS
from tanheng.engine.records.shapes import Key, Shape
from tanheng.engine.text import Text

JURISDICTIONS = ("cn", "eu", "intl")
PACK_KINDS = ("accounting", "allowance")
STATUSES = ("official", "draft", "analogous", "secondary", "recalled", "derived", "project")
ROLES = ("input", "derived")
NATURES = ("constant", "factor", "data")
LEVELS = ("process", "enterprise", "auxiliary")
YEAR_RULES = ("sum", "mean", "formula", "none")
INDICES = ("facility", "item", "month", "year")
BOUNDARIES = ("process", "enterprise")
SEVERITIES = ("error", "warning", "note")
GASES = ("CO2", "CH4", "N2O", "CF4", "C2F6")
TABLE_KINDS = ("info", "monthly", "summary", "other")
PLACES = ("enterprise", "facility")
YEARS = (1900, 2200)
DECIMALS = (0, TEXT_DECIMALS)

ZH, EN = Key("zh", "text", "in Chinese", True), Key("en", "text", "in English", True)
CLAUSE = Key("clause", "text", "clause of the document, `中文 / English`", absent="")
STATUS = Key("status", "text", "what it rests on; all but `official` is shown as unconfirmed", words=STATUSES)
NEEDED_STATUS = Key("status", "text", "what it rests on; all but `official` is shown as unconfirmed", True, STATUSES)
SOURCE = Key("source", "text", "key of `shared/sources.yaml`", absent="")
LABEL = Key("label", "pair", "what people read", True)
NOTE = Key("note", "text", "a remark, `中文 / English`", absent="")
ANY_NOTE = Key("note", "any", "a remark, a text or zh and en")
UNCERTAINTY = Key("uncertainty", "any", "what the document states, in the forms of a case")

TOLD = Shape(Text("有据的说明", "a told fact"), "pack.yaml", (ZH, EN, NEEDED_STATUS, SOURCE))
DOCUMENT = Shape(
    Text("文件", "document"),
    "pack.yaml",
    (
        Key("number", "text", "number of the document"),
        Key("notice", "text", "notice that issued it"),
        Key("issuer", "pair", "who issued it"),
        Key("drafted", "text", "day of the draft"),
        Key("issued", "text", "day of issue"),
        Key("in_force", "text", "day it came into force"),
        Key("replaced", "text", "day another took its place"),
        Key("later", "names", "later notices that belong to it"),
        Key("comments_until", "text", "last day for comments on a draft"),
        Key("edition", "text", "its edition"),
        Key("verification_guide", "text", "the guide of its verification"),
        Key("pre_allocation", "record", "whether allowances are issued ahead", shape=TOLD),
        STATUS,
        SOURCE,
        Key("note", "pair", "what is official of it and what is not"),
    ),
)
VALIDITY = Shape(
    Text("有效年度", "validity"),
    "pack.yaml",
    (
        Key("from", "whole", "first year of data it covers", True, bounds=YEARS),
        Key("to", "whole", "last year; open without it", bounds=YEARS),
    ),
)
ROUNDING = Shape(
    Text("修约顺序", "order of rounding"),
    "pack.yaml",
    (Key("order", "text", "in which order numbers are rounded; how, each quantity says", True), NEEDED_STATUS, SOURCE),
)
SCOPE = Shape(
    Text("适用范围", "scope"),
    "pack.yaml",
    (Key("threshold_tco2e", "decimal", "emission of a year from which it applies"), ZH, EN, NEEDED_STATUS, SOURCE),
)
CLEARED = Shape(
    Text("清缴", "cleared"),
    "pack.yaml",
    (
        Key("emission", "text", "the quantity that is cleared", True),
        Key("obligation", "text", "the quantity of the obligation, where the plan works it out"),
        Key("ccer_limit", "text", "the quantity of the most CCER, where the plan works it out"),
        Key("ccer_share", "decimal", "the largest share of the obligation that CCER may stand for", True),
    ),
)
FACILITY_KIND = Shape(
    Text("设施类型", "kind of facility"),
    "pack.yaml",
    (ZH, EN, Key("required", "flag", "at least one must stand in a case", absent=False)),
)
ATTRIBUTE = Shape(
    Text("属性", "attribute"),
    "pack.yaml",
    (
        LABEL,
        Key("values", "by id", "the words it may have", True, shape=Shape(Text("取值", "word"), "pack.yaml", (ZH, EN))),
        Key("facility_kind", "text", "whose it is; of the entity without it", empty=True),
        Key("default", "text", "the word where none is given", empty=True),
        Key("required", "flag", "it must be given", absent=False),
    ),
)
EMISSION_SOURCE = Shape(
    Text("排放源", "source of emission"),
    "pack.yaml",
    (
        Key("id", "text", "its id", True),
        ZH,
        EN,
        Key("gases", "names", "its gases", True, GASES),
        Key("boundary", "text", "where it is counted", True, BOUNDARIES),
        Key("cleared", "flag", "it counts in the surrender", True),
        CLAUSE,
        NEEDED_STATUS,
        SOURCE,
    ),
)
EXPECTATION = Shape(
    Text("应有的数据", "expectation"),
    "pack.yaml",
    (
        Key("id", "text", "its code", True),
        Key("any_of", "names", "quantities of which one should be reported", True),
        Key("per", "text", "asked of each facility", words=("facility",)),
        Key("severity", "text", "what it is where none is reported", True, SEVERITIES),
        ZH,
        EN,
        Key("remedy_zh", "text", "the remedy in Chinese", True),
        Key("remedy_en", "text", "the remedy in English", True),
    ),
)
UNTRANSLATABLE = Shape(
    Text("不能编入的规定", "untranslatable"),
    "pack.yaml",
    (
        Key("id", "text", "its id", True),
        ZH,
        EN,
        Key("affects", "names", "quantities it bears on; every result that depends on one is marked", True),
        CLAUSE,
        NEEDED_STATUS,
        SOURCE,
    ),
)
REMOVED = tuple(Key(name, "names", f"{name} of the parent that fall away") for name in REMOVABLE)
HEAD = Shape(
    Text("规则包", "pack"),
    "pack.yaml",
    (
        Key("id", "text", "`<where>/<sector>/<edition>`, the folder it stands in", True),
        Key("title", "pair", "title of the document", True),
        Key("document", "record", "facts of the document, shown as they stand", True, shape=DOCUMENT),
        Key("kind", "text", "whether it accounts for emissions or allots allowances", True, PACK_KINDS),
        Key("jurisdiction", "text", "whose rule it is", True, JURISDICTIONS),
        Key("sector", "text", "for whom; a file of `sectors/` declares it", True),
        Key("total", "text", "the derived quantity a run is made for", True),
        Key("cleared", "record", "what of it is cleared in the national market; without it nothing is", shape=CLEARED, empty=True),
        Key("main_output", "text", "the product that amounts are held against"),
        NEEDED_STATUS,
        Key("valid", "record", "years of data it covers", True, shape=VALIDITY),
        Key("rounding", "record", "the order of rounding", shape=ROUNDING),
        Key("scope", "record", "who is bound by it", shape=SCOPE),
        Key("facility_kinds", "by id", "kinds of facilities", True, shape=FACILITY_KIND),
        Key("attributes", "by id", "values that are no numbers", shape=ATTRIBUTE),
        Key("tables", "map", "name in this pack → file of `shared/`"),
        Key("use_parameters", "names", "parameters taken from `shared/`"),
        Key("use_attributes", "names", "attributes taken from `shared/`"),
        Key("use_formulas", "names", "formulas taken from modules of `shared/`"),
        Key("use_checks", "names", "checks taken from modules of `shared/`"),
        Key(
            "factor_freeze",
            "text",
            "the rule of `shared/factor_freeze.yaml` by which factors count",
        ),
        Key("emission_sources", "records", "sources of emission", shape=EMISSION_SOURCE),
        Key("expects_any", "records", "what should be reported", shape=EXPECTATION),
        Key("untranslatable", "records", "what the edition says and the pack cannot", shape=UNTRANSLATABLE),
        Key("extends", "text", "the edition this one changes"),
        Key("remove", "record", "what of the parent falls away", shape=Shape(Text("删去", "removed"), "pack.yaml", REMOVED)),
        Key("disabled", "pair", "why it is listed and cannot be calculated"),
    ),
)
FREEZE_RULE = Shape(
    Text("因子取用规则", "rule of the factors' day"),
    "shared/factor_freeze.yaml",
    (
        ZH,
        EN,
        Key("years_after", "whole", "how many years after the year of the data the day lies; -1 is the year before", True, bounds=(-9, 9)),
        Key("month_day", "text", "the day in that year, `10-31`", True),
        Key("dates", "map", "days of single years that differ"),
        NEEDED_STATUS,
        SOURCE,
        NOTE,
    ),
)
DEFAULT = Shape(
    Text("缺省值的来处", "default"),
    "quantities.yaml",
    (
        Key("parameter", "text", "the parameter it is"),
        Key("table", "text", "or the table it stands in"),
        Key("column", "text", "and the column; may hold `{year}` or `{frozen_year}`"),
        Key("attribute", "text", "whose word names the row; by item without it"),
        Key("row", "text", "one row for all places"),
    ),
)
QUANTITY = Shape(
    Text("数据项", "quantity"),
    "quantities.yaml",
    (
        Key("symbol", "text", "its symbol in formulas", True),
        LABEL,
        Key("unit", "text", "from the closed unit table; `{unit}` is the unit of the item", True),
        Key("index", "names", "where it lives: facility and item as needed, and month or year", True, INDICES),
        Key("role", "text", "reported, or computed by the formula of its name", True, ROLES),
        Key("nature", "text", "of the world or the rule, of a fuel or process, or of the plant's year", True, NATURES),
        Key("decimals", "whole", "places it is rounded to; full precision without it", bounds=DECIMALS, empty=True),
        Key("mode", "text", "how it is rounded", words=tuple(ROUNDING_MODES), absent="half_up"),
        Key("year", "text", "its year: sum of the rounded months, weighted mean, formula (year over year), none", True, YEAR_RULES),
        Key("weight", "text", "the quantity that weighs a mean", empty=True),
        Key("year_decimals", "whole", "places of the year, where they differ", bounds=DECIMALS, empty=True),
        Key("default", "record", "where a missing input comes from", shape=DEFAULT, empty=True),
        Key("fixed", "flag", "the default may not be replaced without evidence", absent=False),
        Key("required", "flag", "it must be reported", absent=False),
        Key("acquisition", "text", "its usual way", words=KINDS, absent="calculated"),
        Key("low", "decimal", "lowest value of one period; of an input, below is an error", True),
        Key("high", "any", "highest value, beyond any plant; by the calendar `month_hours`, `month_days` or `{calendar, times}`", True),
        Key("item_table", "text", "the table of its items", empty=True),
        Key("facility_kind", "text", "the kind of its facilities", empty=True),
        Key("level", "text", "an auxiliary quantity is in no total", words=LEVELS, absent="process"),
        NEEDED_STATUS,
        SOURCE,
        CLAUSE,
        Key("asked_where", "text", "the quantity that says whether this content is asked; where it is 0 nobody need give it", empty=True),
        Key("keeps_measured", "flag", "whether blank months beside measured ones are refused", empty=True),
    ),
)
DATED_VALUE = Shape(
    Text("有期限的值", "dated value"),
    "parameters.yaml",
    (
        Key("value", "number", "quoted decimal, or a ratio such as `44/12`", True),
        Key("from", "whole", "first year of data it holds for", bounds=YEARS),
        Key("to", "whole", "last year", bounds=YEARS),
        STATUS,
        SOURCE,
        UNCERTAINTY,
    ),
)
PARAMETER = Shape(
    Text("参数", "parameter"),
    "parameters.yaml",
    (
        Key("symbol", "text", "its symbol; its id without it"),
        LABEL,
        Key("unit", "text", "from the closed unit table", True),
        Key("nature", "text", "as of a quantity", True, NATURES),
        Key("values", "records", "its values by year of data", True, shape=DATED_VALUE),
        Key("fixed", "flag", "a case may not give another", absent=False),
        Key("replaceable", "flag", "`false` refuses overrides", absent=True),
        NEEDED_STATUS,
        SOURCE,
        CLAUSE,
        NOTE,
        UNCERTAINTY,
    ),
)
FACT = Shape(
    Text("一列或一格的依据", "fact of a column or cell"),
    "shared/<table>.yaml",
    (STATUS, SOURCE, Key("published", "text", "day of publication"), NOTE, UNCERTAINTY),
)
ITEM = Shape(
    Text("表的一行", "row of a table"),
    "shared/<table>.yaml",
    (
        ZH,
        EN,
        Key("unit", "text", "unit of its activity data"),
        STATUS,
        SOURCE,
        NOTE,
        Key("aliases", "names", "what people call it beside its labels"),
        Key("open", "flag", "it stands for what the table does not name; the plant says what it is"),
        Key("facts", "by id", "column → what its cell rests on", shape=FACT),
        Key("code", "text", "code of the row in an official list"),
    ),
)
TABLE = Shape(
    Text("表", "table"),
    "shared/<table>.yaml",
    (
        Key("set", "text", "id of the set of values", True),
        LABEL,
        Key("columns", "map", "column → unit; each is a key of the rows, a quoted decimal or null", True),
        NEEDED_STATUS,
        SOURCE,
        CLAUSE,
        Key("items", "by id", "its rows", True, shape=ITEM),
        Key("facts", "by id", "column → what it rests on", shape=FACT),
        Key("replaceable", "flag", "`false` refuses overrides"),
        Key("pending", "any", "years whose values are announced"),
        Key("rejected", "any", "values that were considered and are not used, with the reason"),
        Key("provinces", "any", "what belongs to a region"),
    ),
)
WORKED_NUMBER = Shape(
    Text("应得的数", "expected number"),
    "cases/*.yaml",
    (
        Key("quantity", "text", "the derived quantity", True),
        Key("facility", "text", "its facility"),
        Key("item", "text", "its item"),
        Key("month", "whole", "its month; the year without it", bounds=(1, 12)),
        Key("value", "decimal", "the number; null where there must be none", empty=True),
        Key("decimals", "whole", "places the document prints", bounds=DECIMALS),
    ),
)
WORKED_CASE = Shape(
    Text("算例", "worked case"),
    "cases/*.yaml",
    (
        Key("title", "pair", "what it shows", True),
        NEEDED_STATUS,
        SOURCE,
        ANY_NOTE,
        Key("given", "map", "a whole case/1 document", True),
        Key("expected", "records", "what it must give", shape=WORKED_NUMBER),
        Key("expected_problem", "text", "or the code it must be told"),
    ),
)
