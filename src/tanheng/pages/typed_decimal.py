"""A number of a facility as a person types it, turned into canonical decimal text. It knows no facility."""

from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def decimal_fact(text: str) -> str:
    """A number as typed (full-width digits, thousands separators) as canonical decimal text; ValidationError."""
    try:
        number = Decimal(text.strip().replace(",", "").replace("，", ""))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or number < 0:
        raise ValidationError(_("“%(text)s” is not a number of zero or more.") % {"text": text})
    return format(number, "f")
