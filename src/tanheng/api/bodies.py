"""How the body of a request is read: JSON of text that can be stored."""

import json
from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser


class TextParser(Parser):
    """Reads JSON. ValueError, which is answered with 400, for half a character (`"\\ud800"`), which no encoding and no database takes."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The body as plain data."""
        read = json.loads(request.body)
        json.dumps(read, ensure_ascii=False).encode()
        return read
