"""The published catalogue of checks: what Tanheng holds data against, made from the checks themselves.

One entry a check: code, where it runs, severity, clause, what it measures in words, the range it must stay in, message and remedy. The page
of the rulebook and `docs/reference/checks.md` are drawn from it; nothing is written here that a check does not say itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from string import Formatter
from typing import Any

from tanheng.documents.rule_book.check_stages import STAGE_OF_KIND, severities_of, stages_of, tables
from tanheng.engine.checks.kinds import COMMON_CHECKS, KIND_WORDS, CommonCheck, where_runs
from tanheng.engine.numbers import figure
from tanheng.engine.pack import Check, Pack
from tanheng.engine.sentences import Sentences
from tanheng.engine.symbols import Name, as_text
from tanheng.engine.text import Text
from tanheng.rulebook import loadable_packs
from tanheng.rulebook.check_clauses import clause_text

NOTHING = Text("", "")
KINDS = {**KIND_WORDS, "expectation": Text("完整性", "completeness"), "reading": Text("读入", "reading")}


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One check as it is published. Texts are empty where a check has none; `packs` is empty where it belongs to every edition."""

    code: str
    kind: str
    stages: tuple[str, ...]
    severities: tuple[str, ...]
    message: Text
    remedy: Text
    measure: Text = NOTHING
    unit: str = ""
    limits: Text = NOTHING
    clause: Text = NOTHING
    status: str = ""
    asks: bool = False
    packs: tuple[str, ...] = ()

    def as_json(self, lang: str) -> dict[str, Any]:
        """Plain data in one language."""
        texts = {name: getattr(self, name).in_(lang) for name in ("message", "remedy", "measure", "limits", "clause")}
        lists = {name: list(getattr(self, name)) for name in ("stages", "severities", "packs")}
        return {"code": self.code, "kind": self.kind, "unit": self.unit, "status": self.status, "asks": self.asks, **texts, **lists}


@lru_cache(maxsize=1)
def catalogue() -> tuple[CatalogueEntry, ...]:
    """Every check: those of the editions first, a check that several editions share once, then those of reading and of runs."""
    found: dict[CatalogueEntry, list[str]] = {}
    for pack in loadable_packs():
        for entry in _of_pack(pack):
            found.setdefault(entry, []).append(pack.id)
    shared = [replace(entry, packs=tuple(packs)) for entry, packs in found.items()]
    return (*sorted(shared, key=lambda entry: (entry.code, entry.packs)), *reading_entries(tables()))


def _of_pack(pack: Pack) -> Iterator[CatalogueEntry]:
    for rule in pack.expects_any:
        yield _expectation(pack, rule)
    for check in pack.checks:
        yield _check(pack, check)


def _expectation(pack: Pack, rule: Mapping[str, Any]) -> CatalogueEntry:
    labels = [pack.quantities[name].label for name in rule["any_of"]]
    return CatalogueEntry(
        rule["id"],
        "expectation",
        STAGE_OF_KIND["expectation"],
        (rule["severity"],),
        Text(rule["zh"], rule["en"]),
        Text(rule["remedy_zh"], rule["remedy_en"]),
        measure=Text("至少填报一项：" + "、".join(one.zh for one in labels), "at least one of: " + ", ".join(one.en for one in labels)),
    )


def _check(pack: Pack, check: Check) -> CatalogueEntry:
    limits = {"low": check.low, "high": check.high}
    known = {name: "–" if one is None else figure(one) for name, one in limits.items()}
    return CatalogueEntry(
        check.id,
        check.kind,
        where_runs(check),
        (check.severity,),
        _published(check.message, known),
        _published(check.remedy, known),
        measure=Text(_measure(pack, check, "zh"), _measure(pack, check, "en")),
        unit="" if check.unit == "1" or "{unit}" in check.unit else check.unit,
        limits=_limits(check),
        clause=clause_text(check.clause),
        status=check.status,
        asks=check.asks and check.severity == "warning",
    )


def _measure(pack: Pack, check: Check, lang: str) -> str:
    def words(name: Name) -> str:
        return (pack.parameters[name.id][0] if name.parameter else pack.quantities[name.id]).label.in_(lang)

    return as_text(check.formula.expression, words, lang)


def _limits(check: Check) -> Text:
    if check.sigma is not None:
        share = figure(check.least * 100)
        return Text(
            f"各月均值 ± {figure(check.sigma)} σ（偏离不足 {share}% 不提示）",
            f"mean of the months ± {figure(check.sigma)} σ (never below {share} % of it)",
        )
    low, high = (None if one is None else figure(one) for one in (check.low, check.high))
    if low is not None and high is not None:
        return Text(f"{low} – {high}", f"{low} – {high}")
    if low is not None:
        return Text(f"不小于 {low}", f"at least {low}")
    return NOTHING if high is None else Text(f"不大于 {high}", f"at most {high}")


# ── reading and runs ─────────────────────────────────────────────────────────────────────────────


def reading_entries(sentences: Sentences) -> Iterator[CatalogueEntry]:
    """The entries of a table of sentences, by code."""
    common: dict[str, list[CommonCheck]] = {}
    for one in COMMON_CHECKS:
        common.setdefault(one.code, []).append(one)
    for code, (severity, message_zh, message_en, remedy_zh, remedy_en) in sorted(sentences.items()):
        plain = CatalogueEntry(
            code,
            "reading",
            stages_of(code),
            severities_of(code, severity),
            _published(Text(message_zh, message_en), {}),
            _published(Text(remedy_zh, remedy_en), {}),
        )
        yield from (_common(plain, one) for one in common[code]) if code in common else (plain,)


def _common(plain: CatalogueEntry, one: CommonCheck) -> CatalogueEntry:
    """A check that every edition has: its kind, where it runs and its expression stand with the kinds of checks."""
    return replace(plain, kind=one.kind, stages=one.where_runs, measure=one.expression, asks="issue" in one.where_runs)


def _published(text: Text, known: Mapping[str, str]) -> Text:
    """The sentence with its limits in place and a sign where each problem puts a number or a name of its own."""
    return Text(*(_filled(sentence, known) for sentence in (text.zh, text.en)))


def _filled(sentence: str, known: Mapping[str, str]) -> str:
    parts = Formatter().parse(sentence)
    return "".join(literal + ("" if name is None else known.get(name, "…")) for literal, name, _form, _conversion in parts)


# ── what a page shows ────────────────────────────────────────────────────────────────────────────


def chosen(
    entries: Iterable[CatalogueEntry], *, pack: str = "", stage: str = "", severity: str = "", words: str = ""
) -> list[CatalogueEntry]:
    """The entries of a pack (those of every edition too), a stage and a severity that hold every word, in either language."""
    wanted = words.casefold().split()
    return [
        one
        for one in entries
        if (not pack or not one.packs or pack in one.packs)
        and (not stage or stage in one.stages)
        and (not severity or severity in one.severities)
        and all(word in _all_words(one) for word in wanted)
    ]


def _all_words(entry: CatalogueEntry) -> str:
    texts = (entry.message, entry.remedy, entry.measure, entry.clause, entry.limits)
    return " ".join((entry.code, *(text.zh + " " + text.en for text in texts), *entry.packs)).casefold()
