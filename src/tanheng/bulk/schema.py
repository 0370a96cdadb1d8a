"""The tables that the steps of a batch hand to each other, and the names of their columns, each said once.

A table that only one step knows is named where it is made. Columns named after a quantity or an attribute come beside those listed.
"""

SOURCE = "source"  # the user's table as the database opened it, under the user's own headings; _row is the row of the file
LINES = "lines"  # the long form: one amount a row
TYPED = "typed"  # what was read: one row a place and month, blanks as absent
ENTITIES = "entities"
FACILITIES = "facilities"
ITEMS = "items"  # one row for each table of the pack that has the item; the item has one number in all of them
ENTITY_ATTRIBUTES = "entity_attributes"
ROWS = "rows_"  # `typed` with the numbers of its places

PLACE = ("entity", "facility", "item", "month")  # as the table says it; blank, and month 0, where it says nothing
KEYS = ("place_no", "entity_no", "facility_no", "item_no", "month")  # the same by number; 0 for none
NAMES = ("entity", "facility", "item")  # of a place in the results
RESULT = ("pack", "year", *NAMES, "month", "quantity", "value", "unit")
COLUMNS = {
    LINES: ("_row", "entity", "year", "facility", "kind", "item", "month", "quantity", "value", "unit"),
    TYPED: ("_row", "entity", "facility", "kind", "item", "month"),
    ENTITIES: ("entity", "entity_no"),
    FACILITIES: ("facility_no", "entity_no", "facility", "kind"),
    ITEMS: ("item", "item_no", "item_table", "item_rank"),
    ENTITY_ATTRIBUTES: ("entity_no",),
    ROWS: ("_row", "entity_no", "facility_no", "item_no", "month"),
}
ITEM_NUMBERS = f"(SELECT DISTINCT item, item_no FROM {ITEMS})"


def attribute_column(name: str) -> str:
    """The word of an attribute."""
    return f"a_{name}"


def row_column(name: str) -> str:
    """The row of the source in which the amount of a quantity stands, where it is another than that of the place."""
    return f"{name}_row"


def none_column(name: str) -> str:
    """Whether the amount of a quantity is `/`: 1 or 0."""
    return f"{name}_none"


def given_column(name: str) -> str:
    """What was reported of an input that has a default."""
    return f"{name}_given"


def default_column(name: str) -> str:
    """What counts where an input was not reported."""
    return f"{name}_default"


def zero_column(name: str) -> str:
    """Whether the formula of a quantity divided by zero: 1 or 0."""
    return f"{name}_zero"


def joined_names(alias: str) -> str:
    """The names of the places of a table with their numbers: e.entity, f.facility and i.item."""
    return (
        f"JOIN {ENTITIES} e ON e.entity_no = {alias}.entity_no LEFT JOIN {FACILITIES} f ON f.facility_no = {alias}.facility_no "
        f"LEFT JOIN {ITEM_NUMBERS} i ON i.item_no = {alias}.item_no"
    )
