"""What keeping does by itself: it reads every stored content against its hash."""

import json

from tanheng.apps.keeping.services.examining import examine_by_itself
from tanheng.engine.text import Text

EXAMINED = Text("逐份校验了 {contents} 份文件，{count} 份受损", "{contents} stored files were read and proven, {count} are damaged")


def examine() -> Text:
    """All contents; what is damaged stands on the page of stored files."""
    found = json.loads(examine_by_itself().payload)
    return EXAMINED.filled(contents=str(found["contents"]), count=str(found["count"]))
