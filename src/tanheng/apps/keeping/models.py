"""Names of the journal's actions from which keeping reads what was done last. It has no tables: the journal is its memory."""

BACKED_UP, RESTORED, BROUGHT, EXAMINED = (
    "keeping.backup.made",
    "keeping.backup.restored",
    "keeping.contents.brought",
    "keeping.contents.examined",
)
