"""Addresses of attached files."""

from django.urls import path

from tanheng.apps.evidence import views

app_name = "evidence"
urlpatterns = [path("data/evidence/<int:attachment_id>/", views.attached_file, name="file")]
