"""The shapes of charts: a bar is where its amount is, a gap is none, a link leads to the explanation."""

from decimal import Decimal

from tanheng.pages.charts import Series, bars_beside_each_other, columns, ranked_bars, stacked_bars, waterfall


def test_columns_stand_on_each_other_in_the_order_of_the_labels_and_each_is_a_link():
    chart = columns(
        ["1", "2"], [Series("coal", ["2.5", ""], ["/a", "/b"]), Series("gas", ["0", "1"], ["/c", "/d"])], unit="t", widest_px=36
    )
    assert chart["xAxis"]["data"] == ["1", "2"]
    assert [one["data"] for one in chart["series"]] == [
        [{"value": 2.5, "address": "/a"}, {"value": None, "address": "/b"}],
        [{"value": 0.0, "address": "/c"}, {"value": 1.0, "address": "/d"}],
    ]
    assert {one["stack"] for one in chart["series"]} == {"total"}


def test_a_gap_is_not_zero_and_zero_is_something_to_show_but_nothing_to_count():
    assert [Series("", amounts).has_something for amounts in ([None, ""], ["0.00"], [None, "0.01"])] == [False, False, True]


def test_a_series_without_any_amount_is_left_out_beside_others():
    chart = bars_beside_each_other(["a"], [Series("one", [Decimal(1)]), Series("two", [None])], unit="t")
    assert [one["name"] for one in chart["series"]] == ["one"]
    assert chart["yAxis"]["inverse"]


def test_bars_have_their_labels_at_the_side_and_the_unit_along_them():
    for chart in (ranked_bars(["a"], Series("", ["1"], ["/a"]), unit="tCO2"), stacked_bars(["a"], [Series("x", ["1"])], unit="tCO2")):
        assert (chart["xAxis"]["name"], chart["yAxis"]["data"]) == ("tCO2", ["a"])
    assert "name" not in ranked_bars(["a"], Series("", ["1"]), unit="t")["series"][0]


def test_a_waterfall_goes_from_state_to_state():
    states = [Decimal(one) for one in (1000, 1200, 900, 900)]
    chart = waterfall(["from", "up", "down", "same", "to"], states, words=("whole", "more", "less"), unit="t", lowest=Decimal(876))
    base, whole, more, less = (one["data"] for one in chart["series"])
    assert whole == [1000.0, None, None, None, 900.0]
    assert base == [None, 1000.0, 900.0, 900.0, None]
    assert more == [None, 200.0, None, None, None]
    assert less == [None, None, 300.0, 0.0, None]
    assert chart["yAxis"]["min"] == 870.0
    assert chart["legend"]["data"] == ["whole", "more", "less"]
    assert [one["silent"] for one in chart["series"]] == [True, False, False, False]
