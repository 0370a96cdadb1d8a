"""Addresses of the journal."""

from django.urls import path

from tanheng.apps.journal import views

app_name = "journal"
urlpatterns = [path("journal/", views.journal, name="list")]
