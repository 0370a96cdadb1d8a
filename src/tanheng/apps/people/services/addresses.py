"""E-mail addresses as they come in: one account for one address, however it is typed."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from tanheng.apps.people.models import one_writing


def known_address(*, email: str) -> str:
    """The address in its one way of writing. Raises ValidationError for what is none."""
    address = one_writing(email)
    try:
        validate_email(address)
    except ValidationError as error:
        raise ValidationError(_("“%(email)s” is not an e-mail address."), params={"email": email.strip()[:60]}) from error
    return address
