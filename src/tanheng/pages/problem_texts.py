"""Problems in the database: JSON with each sentence in Chinese and English, shown in the reader's language."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError

from tanheng.engine.answer import answer_of
from tanheng.engine.pack import Pack
from tanheng.engine.places import Where
from tanheng.engine.problems import MOST_PLACES, SEVERITY_ORDER, Problem, sorted_problems
from tanheng.engine.text import Text
from tanheng.pages.language import reader_language
from tanheng.rulebook import sound_pack
from tanheng.seal.canonical import sha256_of


class ProblemsError(ValidationError):
    """What is not permitted now; `problems` say why, each with what may be done instead."""

    def __init__(self, problems: list[Problem]) -> None:
        lang = reader_language()
        ends = ("。", "；") if lang == "zh" else (".", ": ")
        super().__init__([f"{one.message.in_(lang)}{ends[1]}{one.remedy.in_(lang)}{ends[0]}" for one in problems])
        self.problems = problems


def problems_text(problems: Iterable[Problem]) -> str:
    """JSON text that keeps both languages."""
    rows = [
        {
            **one.as_json(),
            "where": _stored(one.where),
            **({"places": [_stored(place) for place in one.places]} if one.places else {}),
            "message": {"zh": one.message.zh, "en": one.message.en},
            "remedy": {"zh": one.remedy.zh, "en": one.remedy.en},
        }
        for one in problems
    ]
    return json.dumps(rows, ensure_ascii=False)


def stored_problems(text: str) -> list[Problem]:
    """The problems again, with the digests of their figures, the answers given to them and all their places (older ones have one).

    Of a list from before lists were limited as many as a list keeps now.
    """
    found = [
        Problem(
            row["code"],
            row["severity"],
            _where(row["where"]),
            Text(**row["message"]),
            Text(**row["remedy"]),
            row.get("digest", ""),
            answer_of(row["answer"]) if "answer" in row else None,
            tuple(_where(place) for place in row.get("places") or ()),
            bool(row.get("unit_slip")),
            unlisted=row.get("unlisted", 0),
        )
        for row in json.loads(text or "[]")
    ]
    return sorted_problems(found) if sum(len(one.all_places) for one in found) > MOST_PLACES else found


def problems_hash(text: str) -> str:
    """The hash of stored problems: of their codes, severities, places and of how many more each stands for. The wording of sentences and
    what was answered are no part of it.
    """
    rows = json.loads(text or "[]")
    return sha256_of([[row["code"], row["severity"], [_unspoken(place) for place in _places(row)], row.get("unlisted", 0)] for row in rows])


def _places(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    return row.get("places") or [row["where"]]


def _unspoken(place: Mapping[str, Any]) -> dict[str, Any]:
    return {name: part for name, part in place.items() if name != "spoken"}


def _stored(where: Where) -> dict[str, Any]:
    """A place with its words: the pack of a refused file is not kept, so nothing could name it later."""
    spoken = where.spoken
    return {**where.as_json(), **({"spoken": {"zh": spoken.zh, "en": spoken.en}} if spoken else {})}


def _where(row: Mapping[str, Any]) -> Where:
    return Where(**{**row, "spoken": Text(**row["spoken"]) if "spoken" in row else None})


def shown_problems(
    problems: Iterable[Problem],
    lang: str,
    pack_id: str = "",
    facilities: Mapping[str, str] | None = None,
    answers: str = "",
) -> list[dict[str, Any]]:
    """What blocks first, as the problem list component takes them: texts in `lang` and the places, one line each.

    With the pack of the file, quantities and items go by their names; `facilities` names facilities by their codes; `answers` is
    the page where doubts are answered.
    """
    ordered = sorted(problems, key=lambda one: SEVERITY_ORDER[one.severity])
    pack = sound_pack(pack_id)
    return [{**_shown(one, lang, pack, facilities or {}), "answer_address": answer_address(answers, one)} for one in ordered]


def answer_address(answers: str, problem: Problem) -> str:
    """Where a doubt stands on the page of doubts; "" for what does not ask."""
    return f"{answers}#{doubt_anchor(problem)}" if answers and problem.asks else ""


def doubt_anchor(problem: Problem) -> str:
    """The name of a doubt on a page: the beginning of its digest."""
    return f"d-{problem.digest.removeprefix('sha256:')[:12]}"


def _shown(problem: Problem, lang: str, pack: Pack | None, facilities: Mapping[str, str]) -> dict[str, Any]:
    places = [{"text": place_text(where, lang, pack, facilities)} for where in problem.all_places]
    return {**problem.as_json(lang), "place": places[0]["text"], "places": places[1:]}


def place_text(where: Where, lang: str, pack: Pack | None, facilities: Mapping[str, str]) -> str:
    """File, sheet and cell or line; then quantity, facility, item and month, by name where the names are known."""
    line = "" if where.line is None else f"第 {where.line} 行" if lang == "zh" else f"line {where.line}"
    in_file = " ".join(part for part in (where.file, where.sheet, where.cell, line) if part)
    if pack is None and where.spoken is not None:
        return " · ".join(part for part in (in_file, "" if in_file else where.path or "", where.in_domain(lang)) if part)
    quantity = pack.quantities.get(where.quantity or "") if pack else None
    item = where.item or ""
    table = pack.tables.get(quantity.item_table or "") if pack and quantity else None
    if table and item in table.rows:
        item = table.rows[item].label.in_(lang)
    month = "" if where.month is None else f"{where.month} 月" if lang == "zh" else f"month {where.month}"
    name = quantity.label.in_(lang) if quantity else where.quantity or ""
    path = "" if in_file and name else where.path or ""
    facility = facilities.get(where.facility or "", where.facility or "")
    return " · ".join(part for part in (in_file, path, name, facility, item, month) if part)


def error_count(problems: Iterable[Problem]) -> int:
    """How many of them block, those that are not listed counted."""
    return sum(one.unlisted or 1 for one in problems if one.severity == "error")
