"""The OpenAPI document beyond what the operations say themselves: the errors that any of them may answer, and the key of every write.

They are the same everywhere, so they are said once here and not in each router (errors as of RFC 9457).
"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from tanheng.api.idempotency import LONGEST_KEY
from tanheng.api.problems import CONTENT_TYPE
from tanheng.pages.downloads import OTHER_TYPE, TYPES

READ_ERRORS = {
    400: _("The request could not be read"),
    401: _("Not signed in"),
    403: _("Not permitted"),
    404: _("Not found"),
    409: _("Refused"),
    422: _("The request could not be read"),
}
WRITE_ERRORS = READ_ERRORS | {413: _("Too large"), 415: _("File type not accepted")}
PROBLEM: dict[str, Any] = {
    "type": "object",
    "required": ["type", "code", "title", "status"],
    "properties": {
        "type": {"type": "string"},
        "code": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
    },
}
KEY_HEADER: dict[str, Any] = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": True,
    "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY, "pattern": "^[!-~]+$"},
}


class DescribedAPI(NinjaAPI):
    """An API whose document names every status it may answer."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """The framework's document with the errors and the header added."""
        document = super().get_openapi_schema(**options)
        document.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
        for operations in document["paths"].values():
            for verb, operation in operations.items():
                _complete(verb, operation)
        return document


def _complete(verb: str, operation: dict[str, Any]) -> None:
    errors = READ_ERRORS if verb == "get" else WRITE_ERRORS
    if verb != "get":
        operation["parameters"] = [*operation.get("parameters", ()), KEY_HEADER]
    answers: dict[Any, Any] = operation["responses"]
    if (content := answers.get(200, {}).get("content", {})).get("application/json", {}).get("schema", {}).get("format") == "binary":
        file = content.pop("application/json")
        content |= dict.fromkeys((*sorted(TYPES.values()), OTHER_TYPE), file)
    for status, title in errors.items():
        described = answers.setdefault(status, {"description": str(title)})
        described.setdefault("content", {})[CONTENT_TYPE] = {"schema": {"$ref": "#/components/schemas/Problem"}}
