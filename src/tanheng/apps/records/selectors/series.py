"""Reads of the series that files tell of."""


def file_source(pack: str) -> str:
    """What the series are from of which files by a rule pack tell."""
    return f"import:{pack}"
