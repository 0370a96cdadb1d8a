"""Addresses of the shell itself: home, guides, language switch, and the health check of a server."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.i18n import set_language

from tanheng.web import views

app_name = "web"
urlpatterns = [
    path("", views.home, name="home"),
    path("guides/<slug:name>/", views.guide, name="guide"),
    path("language/", login_not_required(set_language), name="language"),
    path("health/", views.health, name="health"),
]
