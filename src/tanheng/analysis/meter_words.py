"""The closed lists of the meter ledger in both languages: states of a meter, ways and results of calibration. Words alone."""

from tanheng.engine.text import Text

IN_USE, SPARE, STOPPED, REPAIR, SCRAPPED = "in_use", "spare", "stopped", "repair", "scrapped"
STATUSES = {
    IN_USE: Text("在用", "In use"),
    SPARE: Text("备用", "Spare"),
    STOPPED: Text("停用", "Stopped"),
    REPAIR: Text("送检维修", "Under repair"),
    SCRAPPED: Text("报废", "Scrapped"),
}
VERIFICATION, EXTERNAL, INTERNAL, COMPARISON = "verification", "external", "internal", "comparison"
CALIBRATION_KINDS = {
    VERIFICATION: Text("检定", "Verification"),
    EXTERNAL: Text("校准（外检）", "Calibration, external"),
    INTERNAL: Text("自校", "Calibration, own"),
    COMPARISON: Text("比对", "Comparison"),
}
PASSED, CONDITIONAL, FAILED, VOID = "passed", "conditional", "failed", "void"
RESULTS = {
    PASSED: Text("合格", "Passed"),
    CONDITIONAL: Text("准用（有条件）", "Passed with conditions"),
    FAILED: Text("不合格", "Failed"),
    VOID: Text("作废", "Void"),
}
