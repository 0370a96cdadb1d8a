"""A database field for exact decimals: canonical decimal text in the table, `Decimal` in Python.

SQLite has no decimal type and would make a float of it; text keeps every digit on both databases. It is not made for
arithmetic or order inside the database.
"""

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from tanheng.engine.numbers import decimal_text


class DecimalTextField(models.Field):
    """A finite decimal with all its digits, trailing zeros included. Floats are refused."""

    description = "Exact decimal as text"

    def get_internal_type(self) -> str:
        """Stored like a text."""
        return "TextField"

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Decimal | None:
        """What the table holds, as a Decimal."""
        return None if value is None else Decimal(value)

    def to_python(self, value: Any) -> Decimal | None:
        """A Decimal from a Decimal or from decimal text."""
        if value is None or isinstance(value, Decimal):
            return self._finite(value)
        if isinstance(value, str):
            try:
                return self._finite(Decimal(value))
            except ArithmeticError as error:
                raise ValidationError(f"not decimal text: {value!r}") from error
        raise TypeError(f"an exact decimal is never made from {type(value).__name__}")

    def get_prep_value(self, value: Any) -> str | None:
        """Canonical text for the table."""
        number = self.to_python(super().get_prep_value(value))
        return None if number is None else decimal_text(number)

    def value_to_string(self, obj: models.Model) -> str:
        """Text for serialisation."""
        return self.get_prep_value(self.value_from_object(obj)) or ""

    def _finite(self, value: Decimal | None) -> Decimal | None:
        if value is not None and not value.is_finite():
            raise ValidationError(f"not a number: {value}")
        return value
