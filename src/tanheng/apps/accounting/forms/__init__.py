"""What the address of a page of analysis asks for: a price, another edition, and values the reader gives for a trial. Nothing is stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from tanheng.engine.numbers import parse_decimal
from tanheng.engine.pack import Pack
from tanheng.engine.places import Where
from tanheng.pages.language import reader_language
from tanheng.pages.wording import item_label

LARGEST_PRICE = Decimal(1_000_000)
VALUE, ATTRIBUTE = "v:", "a:"  # v:quantity@facility:item=0.15, a:attribute@facility=CWPB


@dataclass(frozen=True)
class Price:
    """The price of a tonne as typed, and as a number; `error` where it is none."""

    text: str = ""
    amount: Decimal | None = None
    error: str = ""


@dataclass(frozen=True)
class Field:
    """A number or a word the target edition wants, as a field of the form."""

    name: str
    label: str
    place: str
    unit: str
    value: str
    choices: tuple[tuple[str, str], ...] = ()


def asked_price(query: Mapping[str, str]) -> Price:
    """The price in `price`; blank is none."""
    text = str(query.get("price", "")).strip()
    if not text:
        return Price()
    amount = parse_decimal(text)
    if amount is None:
        return Price(text, None, _("Write the price as a number such as 80 or 79.50."))
    if not 0 <= amount <= LARGEST_PRICE:
        return Price(text, None, _("The price of a tonne lies between 0 and 1,000,000 yuan."))
    return Price(text, amount)


def asked_supplement(query: Mapping[str, str], grain: str) -> dict[str, Any]:
    """`values` and `attributes` of the address, as a supplement to a case; blanks are left out."""
    values, attributes = [], []
    for name, text in query.items():
        word, given = str(text).strip(), name[2:]
        if not word or len(word) > 60 or len(given) > 200:
            continue
        if name.startswith(VALUE):
            period = "year" if grain == "year" else "each_month"
            values.append({**_place(given, "quantity"), period: word, "kind": "estimated", "note": _("given for a trial")})
        elif name.startswith(ATTRIBUTE):
            attributes.append({**_place(given, "name"), "value": word})
    return {"values": values, "attributes": attributes}


def _place(text: str, first: str) -> dict[str, str]:
    name, _at, place = text.partition("@")
    facility, _colon, item = place.partition(":")
    return {key: word for key, word in ((first, name), ("facility", facility), ("item", item)) if word}


def value_field(pack: Pack, where: Where, facility: str, query: Mapping[str, str]) -> Field:
    """The field of a missing input; `facility` is its name."""
    quantity = pack.quantities[where.quantity or ""]
    place = "@" + ":".join((where.facility or "", *([where.item] if where.item else []))) if where.facility or where.item else ""
    name = f"{VALUE}{quantity.id}{place}"
    words = " · ".join(part for part in (facility, item_label(pack, quantity.id, where.item)) if part)
    unit = pack.unit_of(quantity.id, where.item)
    return Field(name, quantity.label.in_(reader_language()), words, unit, str(query.get(name, "")))


def attribute_field(pack: Pack, attribute: str, query: Mapping[str, str]) -> Field:
    """The field of a missing attribute: its words to choose from."""
    found, name = pack.attributes[attribute], f"{ATTRIBUTE}{attribute}"
    lang = reader_language()
    choices = tuple((word, label.in_(lang)) for word, label in found.values.items())
    return Field(name, found.label.in_(lang), "", "", str(query.get(name, "")), choices)
