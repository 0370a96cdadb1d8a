"""Addresses of monitoring."""

from django.urls import path

from tanheng.apps.monitoring.views import plan_edits, plans

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
]
