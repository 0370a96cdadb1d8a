"""Addresses of the organisation and of the set-up."""

from django.urls import path

from tanheng.apps.sites import views
from tanheng.apps.sites.views import boundary, companies, life, lists, setup

app_name = "sites"
urlpatterns = [
    path("organisation/", views.tree, name="tree"),
    path("organisation/<int:node_id>/", views.node, name="node"),
    path("organisation/<int:node_id>/add/", views.add, name="add"),
    path("organisation/<int:node_id>/rename/", views.rename, name="rename"),
    path("organisation/<int:node_id>/fact/", views.fact, name="fact"),
    path("organisation/<int:node_id>/boundary/", boundary.boundary, name="boundary"),
    path("organisation/<int:node_id>/identity/", companies.identity, name="identity"),
    path("organisation/<int:node_id>/handover/", companies.handover, name="handover"),
    path("organisation/<int:node_id>/merger/", companies.merger, name="merger"),
    path("organisation/<int:node_id>/lists/", lists.record, name="lists"),
    path("organisation/<int:node_id>/life/", life.record, name="life"),
    path("organisation/life/<int:event_id>/correct/", life.correct, name="life-correct"),
    path("organisation/life/<int:event_id>/withdraw/", life.withdraw, name="life-withdraw"),
    path("setup/", setup.setup, name="setup"),
    path("setup/administrator/", setup.administrator, name="setup-administrator"),
    path("setup/keep/<slug:step>/", setup.keep, name="setup-keep"),
    path("setup/finish/", setup.finish, name="setup-finish"),
    path("setup/<slug:step>/", setup.step, name="setup-step"),
]
