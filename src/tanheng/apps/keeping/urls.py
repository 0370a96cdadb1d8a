"""Addresses of keeping."""

from django.urls import path

from tanheng.apps.keeping import views

app_name = "keeping"
urlpatterns = [path("keeping/contents/", views.contents, name="contents")]
