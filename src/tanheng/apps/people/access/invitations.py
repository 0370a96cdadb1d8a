"""One-time links by which an invited person chooses a password.

The link is signed, ends after three days and is void once the password changes. An administrator hands it over;
no mail server is needed.
"""

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.http import HttpRequest
from django.urls import reverse
from django.utils.encoding import force_str
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from tanheng.apps.people.models import User

GENERATOR = PasswordResetTokenGenerator()


def invitation_address(request: HttpRequest, user: User) -> str:
    """The whole address to hand over."""
    key = urlsafe_base64_encode(str(user.pk).encode())
    return request.build_absolute_uri(reverse("people:accept", args=[key, GENERATOR.make_token(user)]))


def invited_user(key: str, token: str) -> User | None:
    """The person a link belongs to, or None when it is void."""
    try:
        number = int(force_str(urlsafe_base64_decode(key)))
    except (ValueError, OverflowError):
        return None
    user = User.objects.filter(pk=number, is_active=True).first() if number < 2**62 else None
    return user if user and GENERATOR.check_token(user, token) else None
