"""Addresses of attached files and of stored contents."""

from django.urls import path

from tanheng.apps.evidence import views

app_name = "evidence"
urlpatterns = [
    path("data/evidence/<int:attachment_id>/", views.attached_file, name="file"),
    path("data/contents/<str:sha256>/", views.content, name="content"),
]
