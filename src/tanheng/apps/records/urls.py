"""Addresses of the data pages."""

from django.urls import path

from tanheng.apps.records import views
from tanheng.apps.records.views import answers, boundary, drawing, imports

app_name = "records"
urlpatterns = [
    path("data/<int:node_id>/<int:year>/", views.table, name="table"),
    path("data/<int:node_id>/<int:year>/values/<str:quantity>/", views.value, name="value"),
    path("data/<int:node_id>/<int:year>/boundary/", boundary.boundary, name="boundary"),
    path("data/<int:node_id>/<int:year>/answers/", answers.answers, name="answers"),
    path("data/<int:node_id>/<int:year>/typed/", drawing.typed, name="typed"),
    path("data/<int:node_id>/<int:year>/evidence/", views.evidence, name="evidence"),
    path("data/<int:node_id>/<int:year>/template/", imports.template, name="template"),
    path("data/<int:node_id>/imports/", imports.imports, name="imports"),
    path("data/<int:node_id>/upload/", imports.upload, name="upload"),
    path("data/imports/<int:import_id>/", imports.show_import, name="import"),
    path("data/imports/<int:import_id>/file/", imports.import_file, name="import-file"),
    path("data/imports/<int:import_id>/marked/", imports.import_marked, name="import-marked"),
]
