"""A small synthetic picture, attached to a draft of the northern company where a number of one is needed."""

import struct
import zlib

from tanheng.apps.monitoring.models import PlanPicture
from tanheng.apps.monitoring.services.pictures import attach_picture
from tests.support.acting import in_person


def png(shade: int = 0, size: int = 3) -> bytes:
    """A small grey picture."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    rows = b"".join(b"\0" + bytes([shade]) * size for _row in range(size))
    head = struct.pack(">IIBBBBB", size, size, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def attached(cast, group, number: int) -> PlanPicture:
    """A picture of bob's in a draft."""
    told = {"kind": "process_chart", "file_name": "process.png", "content": png()}
    return attach_picture(actor=in_person(cast.bob), node=group.north, number=number, **told)
