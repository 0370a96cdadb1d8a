"""Addresses of monitoring."""

from django.urls import path

from tanheng.apps.monitoring.views import changes, grid, meters, months, plan_edits, plans, treatments

app_name = "monitoring"
urlpatterns = [
    path("plans/<int:node_id>/", plans.plans, name="plans"),
    path("plans/<int:node_id>/begin/", plans.begin, name="plan-begin"),
    path("plans/<int:node_id>/<int:number>/", plans.plan, name="plan"),
    path("plans/<int:node_id>/<int:number>/file/<slug:kind>/", plans.file, name="plan-file"),
    path("plans/<int:node_id>/<int:number>/read/", plan_edits.read, name="plan-read"),
    path("plans/<int:node_id>/<int:number>/head/", plan_edits.head, name="plan-head"),
    path("plans/<int:node_id>/<int:number>/against/<int:other>/", plans.compare, name="plan-compare"),
    path("plans/<int:node_id>/<int:number>/steps/<slug:verb>/", plans.step, name="plan-step"),
    path("plans/<int:node_id>/<int:number>/tables/<slug:table>/", plans.plan_table, name="plan-table"),
    path("plans/<int:node_id>/<int:number>/tables/<slug:table>/row/", plan_edits.row, name="plan-row"),
    path("plans/<int:node_id>/<int:number>/tables/<slug:table>/remove/", plan_edits.remove, name="plan-remove"),
    path("monitoring/missing/<int:node_id>/<int:year>/", treatments.missing, name="missing"),
    path("monitoring/grid/<int:node_id>/<int:year>/", grid.grid, name="grid"),
    path("monitoring/grid/<int:node_id>/<int:year>/cell/", grid.cell, name="grid-cell"),
    path("monitoring/grid/<int:node_id>/<int:year>/line/", grid.line, name="grid-line"),
    path("months/<int:node_id>/<int:year>/", months.months, name="months"),
    path("months/<int:node_id>/late/", months.late, name="month-late"),
    path("months/<int:node_id>/timetable/", months.timetable, name="month-timetable"),
    path("months/<int:node_id>/substitutes/", months.substitutes, name="month-substitutes"),
    path("months/<int:node_id>/<int:year>/<int:month>/", months.month, name="month"),
    path("months/<int:node_id>/<int:year>/<int:month>/remind/", months.reminder, name="month-remind"),
    path("months/<int:node_id>/<int:year>/<int:month>/steps/<slug:verb>/", months.step, name="month-step"),
    path("monitoring/meters/<int:node_id>/", meters.meters, name="meters"),
    path("monitoring/meters/<int:node_id>/add/", changes.add, name="add-meter"),
    path("monitoring/meters/<int:node_id>/take-over/", meters.take_over, name="take-over"),
    path("monitoring/meters/<int:node_id>/rates/", meters.rates, name="rates"),
    path("monitoring/meters/<int:node_id>/ledger.<str:kind>", meters.ledger_file, name="ledger-file"),
    path("monitoring/meter/<int:meter_id>/", meters.meter, name="meter"),
    path("monitoring/meter/<int:meter_id>/describe/", changes.describe, name="describe-meter"),
    path("monitoring/meter/<int:meter_id>/state/", changes.move, name="move-meter"),
    path("monitoring/meter/<int:meter_id>/replace/", changes.replace, name="replace-meter"),
    path("monitoring/meter/<int:meter_id>/calibrate/", changes.calibrate, name="calibrate"),
    path("monitoring/replacements/<int:replacement_id>/", changes.correct_replacement, name="correct-replacement"),
    path("monitoring/calibrations/<int:calibration_id>/void/", changes.void, name="void-calibration"),
    path("monitoring/calibrations/<int:calibration_id>/file/", meters.certificate, name="certificate"),
]
