"""Addresses of the reports."""

from django.urls import path

from tanheng.apps.reporting import views

app_name = "reporting"
urlpatterns = [
    path("reports/<int:node_id>/<int:year>/", views.reports, name="list"),
    path("reports/runs/<int:run_id>/", views.run_reports, name="run"),
    path("reports/files/<int:report_id>/", views.report_file, name="file"),
]
