"""Addresses of the accounts."""

from django.urls import path

from tanheng.apps.accounting import views, views_analysis, views_explain

app_name = "accounting"
urlpatterns = [
    path("accounts/<int:node_id>/<int:year>/", views.latest, name="latest"),
    path("accounts/<int:node_id>/<int:year>/run/", views.run, name="run"),
    path("accounts/<int:node_id>/runs/", views.runs, name="runs"),
    path("accounts/runs/<int:run_id>/", views.results, name="results"),
    path("accounts/runs/<int:run_id>/run.json", views.run_json, name="run-json"),
    path("accounts/runs/<int:run_id>/case.yaml", views.case_yaml, name="case-yaml"),
    path("accounts/<int:node_id>/<int:year>/bridge/", views_analysis.latest_analysis, {"view": "bridge"}, name="bridge-latest"),
    path("accounts/<int:node_id>/<int:year>/defaults/", views_analysis.latest_analysis, {"view": "defaults"}, name="defaults-latest"),
    path("accounts/<int:node_id>/<int:year>/tracks/", views_analysis.latest_analysis, {"view": "tracks"}, name="tracks-latest"),
    path("accounts/runs/<int:run_id>/bridge/", views_analysis.bridge, name="bridge"),
    path("accounts/runs/<int:run_id>/bridge.xlsx", views_analysis.bridge_file, name="bridge-file"),
    path("accounts/runs/<int:run_id>/defaults/", views_analysis.defaults, name="defaults"),
    path("accounts/runs/<int:run_id>/tracks/", views_analysis.tracks, name="tracks"),
    path("accounts/runs/<int:run_id>/tracks.xlsx", views_analysis.tracks_file, name="tracks-file"),
    path("accounts/runs/<int:run_id>/compare/<int:other_id>/", views.compare, name="compare"),
    path("accounts/runs/<int:run_id>/explain/<str:quantity>/", views_explain.explanation, name="explanation"),
    path("accounts/runs/<int:run_id>/parameters/<str:name>/", views_explain.parameter, name="parameter"),
]
