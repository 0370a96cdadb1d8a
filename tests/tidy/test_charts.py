"""What Apache ECharts is told stands in `pages/charts.py` alone: one look, and one place to change the library."""

import ast

from tests.tidy.sources import PACKAGE, name_of, python_files, tree

OF_ECHARTS = {"xAxis", "yAxis", "axisLabel", "barMaxWidth", "tooltip", "itemStyle"}
SHAPES = PACKAGE / "pages" / "charts.py"


def test_no_other_module_writes_options_of_a_chart() -> None:
    found = {
        name_of(path)
        for path in python_files(PACKAGE)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and node.value in OF_ECHARTS
    }
    assert found == {name_of(SHAPES)}
