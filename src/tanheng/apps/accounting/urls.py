"""Addresses of the accounts."""

from django.urls import path

from tanheng.apps.accounting import views, views_explain

app_name = "accounting"
urlpatterns = [
    path("accounts/<int:node_id>/<int:year>/", views.latest, name="latest"),
    path("accounts/<int:node_id>/<int:year>/run/", views.run, name="run"),
    path("accounts/<int:node_id>/runs/", views.runs, name="runs"),
    path("accounts/runs/<int:run_id>/", views.results, name="results"),
    path("accounts/runs/<int:run_id>/run.json", views.run_json, name="run-json"),
    path("accounts/runs/<int:run_id>/case.yaml", views.case_yaml, name="case-yaml"),
    path("accounts/runs/<int:run_id>/compare/<int:other_id>/", views.compare, name="compare"),
    path("accounts/runs/<int:run_id>/explain/<str:quantity>/", views_explain.explanation, name="explanation"),
    path("accounts/runs/<int:run_id>/parameters/<str:name>/", views_explain.parameter, name="parameter"),
]
