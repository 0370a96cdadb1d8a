"""Addresses of the data pages."""

from django.urls import path

from tanheng.apps.records import views, views_import

app_name = "records"
urlpatterns = [
    path("data/<int:node_id>/<int:year>/", views.table, name="table"),
    path("data/<int:node_id>/<int:year>/values/<str:quantity>/", views.value, name="value"),
    path("data/<int:node_id>/<int:year>/evidence/", views.evidence, name="evidence"),
    path("data/evidence/<int:attachment_id>/", views.evidence_file, name="evidence-file"),
    path("data/<int:node_id>/<int:year>/template/", views_import.template, name="template"),
    path("data/<int:node_id>/imports/", views_import.imports, name="imports"),
    path("data/<int:node_id>/upload/", views_import.upload, name="upload"),
    path("data/imports/<int:import_id>/", views_import.show_import, name="import"),
    path("data/imports/<int:import_id>/file/", views_import.import_file, name="import-file"),
]
