"""What the page of the two tracks shows: process and enterprise line by line, the entity's power units beside them, sums that close."""

from decimal import Decimal
from typing import Any

from tanheng.analysis.two_tracks import ROUNDING, Line, TwoTracks, two_tracks
from tanheng.apps.accounting import selectors
from tanheng.apps.accounting.models import Run
from tanheng.apps.accounting.pages.addresses import explanation_address
from tanheng.apps.accounting.pages.bridge import common_map, plain, signed
from tanheng.engine import run as engine
from tanheng.pages.charts import Chart, Series, stacked_bars
from tanheng.pages.language import reader_language
from tanheng.rulebook import load


def runs_beside(run: Run) -> list[Run]:
    """The newest run of the company's power units in the same year, where the run itself is not one of them."""
    if load(run.pack).sector.is_captive_power:
        return []
    found = [one for one in selectors.runs_of(run.node, run.year).filter(node=run.node).exclude(pack=run.pack)[:50] if _is_power(one)]
    return found[:1]


def _is_power(run: Run) -> bool:
    pack = load(run.pack)
    return pack.sector.is_captive_power and not pack.is_allowance


def tracks_of(run: Run, computed: engine.Run) -> tuple[TwoTracks, list[Run]]:
    """The table, and the stored run each track comes from."""
    beside = runs_beside(run)
    others = [selectors.recomputed(one) for one in beside]
    found = two_tracks(computed, common_map(), others)
    stored = dict(zip(map(id, others), beside, strict=True))
    return found, [stored.get(id(track.run), run) for track in found.tracks]


def track_heads(found: TwoTracks, stored: list[Run]) -> list[dict[str, Any]]:
    """One head a column."""
    lang = reader_language()
    heads = []
    for track, run in zip(found.tracks, stored, strict=True):
        addresses = [explanation_address(run.pk, name, *key) for name in track.quantities for key in track.run.keys[name]]
        heads.append(
            {
                "label": track.label.in_(lang),
                "quantity": track.words(lang),
                "pack": track.run.pack.id,
                "run": run,
                "cleared": track.cleared,
                "total": plain(track.total),
                "unit": track.unit,
                "address": addresses[0] if len(addresses) == 1 else "",
            }
        )
    return heads


def track_lines(found: TwoTracks, stored: list[Run]) -> list[dict[str, Any]]:
    """One mapping a line, each amount with its explanation."""
    return [_line(one, found, stored) for one in found.lines]


def _line(one: Line, found: TwoTracks, stored: list[Run]) -> dict[str, Any]:
    lang = reader_language()
    cells = [
        {"text": plain(amount), "address": explanation_address(run.pk, *place) if place and amount is not None else ""}
        for amount, place, run in zip(one.amounts, one.places, stored, strict=True)
    ]
    counted = [track.label.in_(lang) for track, amount in zip(found.tracks, one.amounts, strict=True) if amount is not None]
    compared = any(amount is not None for amount in one.amounts[:2])
    return {
        "label": one.label.in_(lang),
        "place": one.place.in_(lang),
        "cells": cells,
        "difference": signed(one.difference) if compared else "—",
        "all": one.counted == "both",
        "alone": one.counted == "only",
        "counted": "、".join(counted) if lang == "zh" else ", ".join(counted),
    }


def closing_rows(found: TwoTracks) -> dict[str, list[str]]:
    """Sum of the lines, the rounding, the total as reported; each with the difference of the first two tracks."""
    sums = [None if t.total is None or c is None else t.total - c for t, c in zip(found.tracks, found.closing, strict=True)]
    rows = {"sums": sums, "rounding": list(found.closing), "totals": [one.total for one in found.tracks]}
    return {name: [*(plain(one) for one in amounts), *_difference(amounts)] for name, amounts in rows.items()}


def _difference(amounts: list[Decimal | None]) -> list[str]:
    if len(amounts) < 2:
        return []
    return ["" if amounts[0] is None or amounts[1] is None else signed(amounts[1] - amounts[0])]


def rounding_word() -> str:
    """The word for what rounding leaves."""
    return ROUNDING.in_(reader_language())


def tracks_chart(found: TwoTracks) -> Chart:
    """Stacked bars, one a track, one colour a source."""
    lang = reader_language()
    labels = list(dict.fromkeys(one.label.in_(lang) for one in found.lines))
    series = [Series(label, [_amount_of(found, label, track) for track in range(len(found.tracks))]) for label in labels]
    units = {one.unit for one in found.tracks}
    return stacked_bars([track.label.in_(lang) for track in found.tracks], series, unit=units.pop() if len(units) == 1 else "t")


def _amount_of(found: TwoTracks, label: str, track: int) -> Decimal:
    """What the lines of one name add to a track."""
    return sum((one.amounts[track] or Decimal(0) for one in found.lines if one.label.in_(reader_language()) == label), Decimal(0))
