"""Addresses of explanations: every figure of a run has one, so that it can be sent to a colleague."""

from urllib.parse import urlencode

from django.urls import reverse


def place_query(facility: str | None = None, item: str | None = None, month: int | None = None, **more: str) -> str:
    """`facility=…&item=…&month=…`, only what is known."""
    known = {"facility": facility, "item": item, "month": month, **more}
    return urlencode({name: value for name, value in known.items() if value not in (None, "")})


def explanation_address(
    run_id: int, quantity: str, facility: str | None = None, item: str | None = None, month: int | None = None, **more: str
) -> str:
    """The page that explains one number of a run."""
    query = place_query(facility, item, month, **more)
    return reverse("accounting:explanation", args=[run_id, quantity]) + (f"?{query}" if query else "")


def parameter_address(run_id: int, name: str) -> str:
    """The page of a parameter as a run used it."""
    return reverse("accounting:parameter", args=[run_id, name])
