"""Addresses of the accounts."""

from django.urls import path

from tanheng.apps.accounting import views
from tanheng.apps.accounting.views import analysis, chain, explain, why, years

app_name = "accounting"
urlpatterns = [
    path("accounts/<int:node_id>/<int:year>/", views.latest, name="latest"),
    path("accounts/<int:node_id>/<int:year>/chain/<str:quantity>/", chain.latest_chain, name="chain-latest"),
    path("accounts/<int:node_id>/<int:year>/run/", views.run, name="run"),
    path("accounts/<int:node_id>/<int:year>/steps/", years.steps, name="year-steps"),
    path("accounts/<int:node_id>/<int:year>/steps/<slug:verb>/", years.step, name="year-step"),
    path("accounts/<int:node_id>/runs/", views.runs, name="runs"),
    path("accounts/runs/<int:run_id>/", views.results, name="results"),
    path("accounts/runs/<int:run_id>/run.json", views.run_json, name="run-json"),
    path("accounts/runs/<int:run_id>/receipt.json", views.receipt_file, name="receipt"),
    path("accounts/runs/<int:run_id>/case.yaml", views.case_yaml, name="case-yaml"),
    path("accounts/<int:node_id>/<int:year>/bridge/", analysis.latest_analysis, {"view": "bridge"}, name="bridge-latest"),
    path("accounts/<int:node_id>/<int:year>/defaults/", analysis.latest_analysis, {"view": "defaults"}, name="defaults-latest"),
    path("accounts/<int:node_id>/<int:year>/tracks/", analysis.latest_analysis, {"view": "tracks"}, name="tracks-latest"),
    path("accounts/runs/<int:run_id>/bridge/", analysis.bridge, name="bridge"),
    path("accounts/runs/<int:run_id>/bridge.xlsx", analysis.bridge_file, name="bridge-file"),
    path("accounts/runs/<int:run_id>/defaults/", analysis.defaults, name="defaults"),
    path("accounts/runs/<int:run_id>/tracks/", analysis.tracks, name="tracks"),
    path("accounts/runs/<int:run_id>/tracks.xlsx", analysis.tracks_file, name="tracks-file"),
    path("accounts/runs/<int:run_id>/compare/<int:other_id>/", views.compare, name="compare"),
    path("accounts/runs/<int:run_id>/why/", why.why, name="why"),
    path("accounts/runs/<int:run_id>/explain/<str:quantity>/", explain.explanation, name="explanation"),
    path("accounts/runs/<int:run_id>/chain/<str:quantity>/", chain.chain, name="chain"),
    path("accounts/runs/<int:run_id>/chain/<str:quantity>/file/<slug:kind>/", chain.chain_file, name="chain-file"),
    path("accounts/<int:node_id>/<int:year>/carbon/", analysis.latest_analysis, {"view": "carbon"}, name="carbon-latest"),
    path("accounts/runs/<int:run_id>/carbon/", chain.carbon, name="carbon"),
    path("accounts/runs/<int:run_id>/carbon/file/<slug:kind>/", chain.carbon_file, name="carbon-file"),
    path("accounts/runs/<int:run_id>/parameters/<str:name>/", explain.parameter, name="parameter"),
]
