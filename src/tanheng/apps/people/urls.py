"""Addresses of people: the list, one person, invitations, permissions, one's own account and tokens."""

from django.urls import path

from tanheng.apps.people import views
from tanheng.apps.people.views import factors, own, separations

app_name = "people"
urlpatterns = [
    path("people/", views.people, name="list"),
    path("people/invite/", views.invite, name="invite"),
    path("people/permissions/", views.permissions, name="permissions"),
    path("people/separations/<str:separation_id>/<int:node_id>/", separations.decide, name="separation"),
    path("people/<int:user_id>/", views.person, name="person"),
    path("people/<int:user_id>/tokens/<int:token_id>/end/", views.end_token, name="end-others-token"),
    path("people/<int:user_id>/link/", views.renew_link, name="link"),
    path("people/<int:user_id>/factors/remove/", factors.remove, name="remove-factors"),
    path("people/assignments/<int:assignment_id>/end/", views.end, name="end"),
    path("account/", own.profile, name="profile"),
    path("account/tokens/", own.tokens, name="tokens"),
    path("account/tokens/<int:token_id>/end/", own.end_token, name="end-token"),
    path("invitation/<str:key>/<str:token>/", own.accept, name="accept"),
    # These pages of the sign-in library need a mail server or open sign-up; ours say what to do instead.
    path("accounts/password/reset/", own.forgotten, name="forgotten"),
    path("accounts/signup/", own.forgotten, name="no-sign-up"),
    path("accounts/email/", own.to_profile, name="no-email"),
    path("accounts/confirm-email/", own.to_profile, name="no-confirmation"),
    path("accounts/login/", own.sign_in, name="sign-in"),
]
