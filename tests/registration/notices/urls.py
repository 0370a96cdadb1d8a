"""Addresses of notices."""

from django.urls import path

from tanheng.apps.notices import views

app_name = "notices"
urlpatterns = [path("notices/<int:node_id>/", views.notices, name="list")]
