"""The tables of the plan, B.1 to B.6, column by column: the one source of forms, pages, files and the document.

Form and words are the steel guide's appendix B (official there), taken over for aluminium and cement by analogy; power has the same with
units in the place of processes. `sources` and `uses` are the system's own: B.4 and B.5 print a source's instrument and record.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from tanheng.engine.plan.columns import Column
from tanheng.engine.plan.lists import APPORTIONING, FREQUENCIES, MISSING, ROLES, STATUSES, WAYS
from tanheng.engine.plan.rows import (
    Boundary,
    EmissionMonitor,
    Enterprise,
    Instrument,
    PlannedFacility,
    PlannedLedger,
    PlannedLine,
    PlannedSource,
    PlannedUse,
    QualityRules,
    Revision,
    Row,
)
from tanheng.engine.text import Text


@dataclass(frozen=True)
class PlanTable:
    """A table: its name in the plan, its number in the form, its rows' type and columns. `single`: it has one row; `key` names a row of
    the others; `needed`: a plan that is submitted has a row.
    """

    name: str
    number: str
    title: Text
    row: type[Row]
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    needed: bool = False
    owner: str = ""  # the column that names the row of `lines` it belongs to

    @property
    def single(self) -> bool:
        """Whether it has one row, filled field by field."""
        return not self.key

    @cached_property
    def by_id(self) -> dict[str, Column]:
        """The columns by their names."""
        return {one.id: one for one in self.columns}

    def key_of(self, row: Row) -> str:
        """What names a row in its table; "" in a table of one row."""
        return "/".join(str(getattr(row, one)) for one in self.key)


def _fields(*rows: tuple[str, str, str]) -> tuple[Column, ...]:
    return tuple(Column(name, Text(zh, en), needed=True) for name, zh, en in rows)


def _long(name: str, zh: str, en: str, hint: Text | None = None, *, needed: bool = True) -> Column:
    return Column(name, Text(zh, en), "long", needed=needed, hint=hint)


COVER = Text(
    "写明装置、地理边界、组织单元和生产过程",
    "Say which devices, what ground, which units of the organisation and which processes it takes in",
)
NONE = Text("没有的填“/”", "Type “/” where there is none")
ORDER = Text("按采用的先后次序", "In the order in which they are tried")
TABLES: tuple[PlanTable, ...] = (
    PlanTable(
        "revisions",
        "B.1",
        Text("数据质量控制方案的版本及修订", "Versions and revisions"),
        Revision,
        (
            Column("version", Text("版本号", "Version"), needed=True),
            Column("date", Text("制定（修订）时间", "Written (revised) on"), "date", needed=True),
            _long("reason", "首次制定或修订原因", "Why it was written or revised"),
            _long("remark", "修订说明", "What was revised", needed=False),
        ),
        key=("version",),
        needed=True,
    ),
    PlanTable(
        "enterprise",
        "B.2",
        Text("企业情况", "The enterprise"),
        Enterprise,
        _fields(
            ("name", "企业名称", "Name of the enterprise"),
            ("code", "统一社会信用代码", "Unified social credit code"),
            ("address", "企业住所", "Registered address"),
            ("legal_representative", "法定代表人姓名", "Legal representative"),
            ("legal_telephone", "法定代表人电话", "Telephone of the legal representative"),
            ("reporter", "填报人姓名", "Person filling in"),
            ("reporter_telephone", "填报人电话", "Telephone of the person filling in"),
            ("reporter_email", "填报人邮箱", "E-mail of the person filling in"),
            ("sector", "企业层级行业分类及代码", "Sector class and code"),
            ("subclass", "企业层级行业子类", "Subclass of the sector"),
            ("product_code", "企业层级主营产品统计代码", "Statistical code of the main product"),
            ("organisation_chart", "组织机构图（文件名）", "Organisation chart (file name)"),
            ("site_plan", "厂区平面分布图（文件名）", "Site plan (file name)"),
            ("process_chart", "工艺流程图（文件名）", "Process chart (file name)"),
        ),
    ),
    PlanTable(
        "boundary",
        "B.3-1",
        Text("核算边界的描述", "The accounting boundary"),
        Boundary,
        (
            _long("enterprise", "企业层级边界", "Boundary of the enterprise", COVER),
            _long("process", "工序（生产线、机组）层级边界", "Boundary of the processes (lines, units)", COVER),
        ),
    ),
    PlanTable(
        "facilities",
        "B.3-2",
        Text("主要排放设施", "Main emitting facilities"),
        PlannedFacility,
        (
            Column("code", Text("设施编号", "Facility code"), needed=True),
            Column("name", Text("设施名称", "Facility name"), needed=True),
            Column("process", Text("所属工序（生产线、机组）", "Process (line, unit)"), needed=True),
            Column("model", Text("设施规格型号", "Model"), needed=True),
            Column("location", Text("设施安装位置", "Location"), needed=True),
            Column("status", Text("使用状态", "Status"), "choice", STATUSES, needed=True),
            Column("owner", Text("设施资产所属企业名称", "Owner of the asset"), needed=True),
            Column("permit_holder", Text("设施所属排污许可证单位名称", "Holder of its discharge permit"), needed=True),
            Column("remark", Text("备注", "Remark")),
        ),
        key=("code",),
        needed=True,
    ),
    PlanTable(
        "lines",
        "B.4/B.5",
        Text("数据确定方式", "How the data are determined"),
        PlannedLine,
        (
            Column("code", Text("行号", "Line"), needed=True, printed=False),
            Column("place", Text("设施编号（企业层级留空）", "Facility code (blank: enterprise level)"), printed=False),
            Column("category", Text("排放类型或工序名称", "Kind of emission or process"), needed=True),
            Column("name", Text("参数名称", "Parameter"), needed=True),
            Column("measure", Text("数据项代号", "Id of the data item"), needed=True, printed=False),
            Column("item", Text("品种代号", "Id of the item"), printed=False),
            Column("unit", Text("单位", "Unit"), needed=True),
            Column("way", Text("获取方式", "Way of obtaining"), "choice", WAYS, needed=True),
            _long("description", "具体描述", "Description"),
            Column("frequency", Text("数据记录频次", "Recording frequency"), "choice", FREQUENCIES, needed=True),
            Column("missing", Text("数据缺失时的处理方式", "Missing-data treatment"), "choices", MISSING, hint=ORDER),
            Column("missing_words", Text("处理方式说明", "The treatment in words"), "long"),
            Column("department", Text("数据获取负责部门", "Responsible department"), needed=True),
            Column("person", Text("负责人", "Responsible person"), printed=False),
            Column("gate", Text("所属关口数据的行号", "Line of the gate meter before it"), printed=False),
            Column("apportioned_by", Text("关口数据的分摊方法", "Apportioned from the gate"), "choice", APPORTIONING, printed=False),
        ),
        key=("code",),
        needed=True,
    ),
    PlanTable(
        "sources",
        "B.4/B.5",
        Text("数据源", "Sources"),
        PlannedSource,
        (
            Column("line", Text("行号", "Line"), needed=True, printed=False),
            Column("key", Text("数据源代号", "Source"), needed=True, printed=False),
            Column("role", Text("主数据源／比对数据源", "Main or comparison"), "choice", ROLES, needed=True, printed=False),
            Column("rank", Text("次序", "Rank"), "whole", printed=False),
            Column("instrument", Text("计量器具编号", "Instrument code")),
            Column("record", Text("原始记录和台账名称（文件编号）", "Original record and ledger (file number)")),
            Column("tolerance", Text("允许差", "Tolerance"), "percent", printed=False),
        ),
        key=("line", "key"),
        owner="line",
    ),
    PlanTable(
        "uses",
        "B.4/B.5",
        Text("用于哪些核算数据项", "Which data items of the accounts it serves"),
        PlannedUse,
        (
            Column("line", Text("行号", "Line"), needed=True, printed=False),
            Column("pack", Text("核算依据", "Guide edition"), needed=True, printed=False),
            Column("quantity", Text("数据项", "Data item"), needed=True, printed=False),
            Column("facility", Text("设施编号", "Facility code"), printed=False),
            Column("item", Text("品种代号", "Id of the item"), printed=False),
        ),
        key=("pack", "quantity", "facility", "item"),
        owner="line",
    ),
    PlanTable(
        "instruments",
        "B.6-1",
        Text("计量器具", "Measuring instruments"),
        Instrument,
        (
            Column("code", Text("计量器具编号", "Instrument code"), needed=True, printed=False),
            Column("parameter", Text("参数", "Parameter"), needed=True),
            Column("name", Text("计量器具设备类型", "Kind of instrument"), needed=True),
            Column("model", Text("型号", "Model"), needed=True),
            Column("location", Text("安装位置", "Location"), needed=True),
            Column("count", Text("数量", "Number"), "whole", needed=True),
            Column("frequency", Text("监测频次", "Monitoring frequency"), "choice", FREQUENCIES, needed=True),
            Column("accuracy_class", Text("准确度等级", "Accuracy class"), needed=True),
            Column("calibrated", Text("是否检定/校准", "Verified or calibrated"), "yes_no", needed=True),
            Column("interval", Text("检定/校准频次（月）", "Calibration interval (months)"), "whole"),
            Column("rule", Text("检定/校准规程", "Rule of calibration")),
            Column("remark", Text("说明（结果用于 B.4/B.5 的哪一项）", "Remark (for which line of B.4/B.5)")),
        ),
        key=("code",),
    ),
    PlanTable(
        "quality",
        "B.6",
        Text("数据内部质量控制和质量保证相关规定", "Internal quality control and assurance"),
        QualityRules,
        (
            _long("management", "内部管理制度和质量保证体系", "Internal management and quality assurance"),
            _long("review", "温室气体排放报告内部审核制度", "Internal review of the emission report"),
            _long("ledgers", "温室气体数据内部台账管理制度", "Rules of the internal ledgers"),
        ),
    ),
    PlanTable(
        "ledgers",
        "B.6-3",
        Text("内部台账", "Internal ledgers"),
        PlannedLedger,
        (
            Column("code", Text("文件编号", "File number"), needed=True),
            Column("name", Text("台账名称", "Ledger"), needed=True),
            Column("layout", Text("格式（封面和模板）", "Layout (cover and template)"), "long"),
            Column("department", Text("负责部门", "Department")),
        ),
        key=("code",),
    ),
    PlanTable(
        "monitors",
        "B.6-4",
        Text("烟气二氧化碳排放自动监测信息", "Automatic monitoring of carbon dioxide in flue gas"),
        EmissionMonitor,
        (
            _long("devices", "监测设备", "Devices", NONE),
            _long("items", "报送数据项、记录频次和保存时间", "Reported items, recording frequency, storage", NONE),
            _long("operation", "运行维护、校准和准确度检查", "Operation, calibration, accuracy checks", NONE),
            _long("audit", "数据审核", "Audit of the data", NONE),
            _long("comparison", "与核算值的比对", "Comparison with the calculated value", NONE),
        ),
    ),
)
BY_NAME: dict[str, PlanTable] = {one.name: one for one in TABLES}
LINES, SOURCES, USES, INSTRUMENTS, FACILITIES = (BY_NAME[name] for name in ("lines", "sources", "uses", "instruments", "facilities"))
