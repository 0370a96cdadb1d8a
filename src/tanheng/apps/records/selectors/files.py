"""What is known of an uploaded file before it is read: its plain name, and whether it is read within the request."""

from pathlib import PurePath

from tanheng.store.one_line import one_line

AT_ONCE_BYTES = 1_000_000  # a larger one takes seconds to read and check: in the background


def plain_name(file_name: str) -> str:
    """The name without the folders that some browsers send along."""
    return one_line(PurePath(file_name.replace("\\", "/")).name, 255) or "case"


def is_small_file(size: int) -> bool:
    """Whether a file of so many bytes is read at once."""
    return size <= AT_ONCE_BYTES
