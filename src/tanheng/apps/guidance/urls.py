"""Addresses of the rule book."""

from django.urls import path

from tanheng.apps.guidance import views
from tanheng.apps.guidance.pages import addresses
from tanheng.apps.guidance.views import checks, clarify, everything

app_name = "guidance"
assert addresses.PackConverter.regex  # its import makes <pack:…> known
urlpatterns = [
    path("search/", everything.everything, name="everything"),
    path("rules/", views.editions, name="editions"),
    path("rules/search/", views.search, name="search"),
    path("rules/compare/", views.compare, name="compare"),
    path("rules/checks/", checks.checks, name="checks"),
    path("rules/clarifications/", clarify.clarifications, name="clarifications"),
    path("rules/clarifications/<int:clarification_id>/file/", clarify.clarification_file, name="clarification-file"),
    path("rules/<pack:pack_id>/", views.book, name="book"),
    path("rules/<pack:pack_id>/book.pdf", views.book_pdf, name="book-pdf"),
    path("rules/<pack:pack_id>/book.html", views.book_html, name="book-html"),
    path("rules/<pack:pack_id>/at/<str:anchor>/", views.place, name="place"),
    path("rules/<pack:pack_id>/clarify/<str:anchor>/", clarify.clarify, name="clarify"),
    path("rules/<pack:pack_id>/<slug:section>/", views.section, name="section"),
]
