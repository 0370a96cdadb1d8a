"""The addresses of the whole site: those that the apps registered, the API's and the sign-in library's."""

from django.urls import include, path

from tanheng.registration.collected import url_patterns

handler400 = "tanheng.web.errors.bad_request"
handler403 = "tanheng.web.errors.forbidden"
handler404 = "tanheng.web.errors.not_found"
handler500 = "tanheng.web.errors.server_error"

urlpatterns = [
    *url_patterns(),
    path("api/v1/", include("tanheng.api.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
]
