"""Addresses of the organisation and of the set-up."""

from django.urls import path

from tanheng.apps.sites import views
from tanheng.apps.sites.views import setup

app_name = "sites"
urlpatterns = [
    path("organisation/", views.tree, name="tree"),
    path("organisation/<int:node_id>/", views.node, name="node"),
    path("organisation/<int:node_id>/add/", views.add, name="add"),
    path("organisation/<int:node_id>/rename/", views.rename, name="rename"),
    path("organisation/<int:node_id>/fact/", views.fact, name="fact"),
    path("organisation/<int:node_id>/end/", views.end, name="end"),
    path("setup/", setup.setup, name="setup"),
    path("setup/administrator/", setup.administrator, name="setup-administrator"),
    path("setup/keep/<slug:step>/", setup.keep, name="setup-keep"),
    path("setup/finish/", setup.finish, name="setup-finish"),
    path("setup/<slug:step>/", setup.step, name="setup-step"),
]
