"""The addresses of the whole site: each app brings its own, this list only puts them together."""

from django.urls import include, path

handler400 = "tanheng.web.errors.bad_request"
handler403 = "tanheng.web.errors.forbidden"
handler404 = "tanheng.web.errors.not_found"
handler500 = "tanheng.web.errors.server_error"

urlpatterns = [
    path("", include("tanheng.web.urls")),
    path("", include("tanheng.apps.people.urls")),
    path("", include("tanheng.apps.sites.urls")),
    path("", include("tanheng.apps.journal.urls")),
    path("", include("tanheng.apps.evidence.urls")),
    path("", include("tanheng.apps.records.urls")),
    path("", include("tanheng.apps.accounting.urls")),
    path("", include("tanheng.apps.reporting.urls")),
    path("", include("tanheng.apps.guidance.urls")),
    path("api/v1/", include("tanheng.api.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
]
