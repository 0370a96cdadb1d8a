"""Addresses of monitoring."""

from django.urls import path

from tanheng.apps.monitoring.views import changes, day_books, meters, plan_edits, plans, treatments

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
    path("monitoring/books/<int:node_id>/", day_books.books, name="books"),
    path("monitoring/books/<int:place_id>/<slug:book_id>/", day_books.book, name="book-now"),
    path("monitoring/books/<int:place_id>/<slug:book_id>/hand-in/", day_books.hand_in, name="book-hand-in"),
    path("monitoring/books/<int:place_id>/<slug:book_id>/<slug:month>/", day_books.book, name="book"),
    path("monitoring/books/<int:place_id>/<slug:book_id>/<slug:month>/add/", day_books.add, name="book-add"),
    path("monitoring/books/<int:place_id>/<slug:book_id>/<slug:month>/take-over/", day_books.take_over, name="book-take-over"),
    path("monitoring/books/<int:place_id>/<slug:book_id>/<slug:month>/file.<slug:kind>", day_books.file, name="book-file"),
    path("monitoring/book-rows/<int:row_id>/correct/", day_books.correct, name="book-correct"),
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
