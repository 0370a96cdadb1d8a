"""The guideline as a book: the chapters of one edition in one language, ready to be set as PDF, HTML or pages.

Everything stands in the rule pack; nothing is added but words. The book is the same for the same pack.
"""

from __future__ import annotations

from collections.abc import Iterator

from tanheng.documents.rule_book.changes import Change, changes
from tanheng.documents.rule_book.checks import cases_section, checks_section
from tanheng.documents.rule_book.context import Context, clause_anchor
from tanheng.documents.rule_book.quantities import formulas_section, quantities_section
from tanheng.documents.rule_book.shapes import Cell, Entry, Fact, Row, RuleBook, Section, Table, book_of
from tanheng.documents.rule_book.tables import forms_section, parameters_section, tables_section
from tanheng.documents.rule_book.words import ROUNDING
from tanheng.engine.pack import CONFIRMED, Pack
from tanheng.rulebook import load, raw_head

NOT_A_FACT = {"status", "source", "note"}  # they have their own way of being told


def open_book(pack_id: str, lang: str = "zh") -> RuleBook:
    """The book of a pack by its id. Raises UnknownPackError, DisabledPackError or PackError."""
    parent = raw_head(pack_id).get("extends")
    return rule_book(load(pack_id), lang, load(parent) if parent else None)


def rule_book(pack: Pack, lang: str = "zh", parent: Pack | None = None) -> RuleBook:
    """The book of an edition; `parent` is the edition it extends, for the chapter of what changed."""
    c = Context(pack, lang)
    body = (
        document_section(c, parent),
        boundary_section(c),
        quantities_section(c),
        formulas_section(c),
        parameters_section(c),
        tables_section(c),
        checks_section(c),
        forms_section(c),
        cases_section(c),
        changes_section(c, parent),
    )
    sections = (*body, clauses_section(c), sources_section(c))
    return book_of(
        sections,
        pack_id=pack.id,
        title=pack.title.in_(lang),
        lang=lang,
        number=c.text(pack.document.get("number")),
        valid=f"{pack.valid_from}–{pack.valid_to or ''}",
        hash=pack.hash,
        status=c.status(pack.status).text,
        unconfirmed=pack.status != CONFIRMED,
        words=c.words,
    )


def document_section(c: Context, parent: Pack | None) -> Section:
    """What document this is, which edition, for which years."""
    pack, document = c.pack, c.pack.document
    facts = [c.fact("pack", Cell(pack.id, kind="code"))]
    facts += [Fact(c.words.get(name, name), tuple(_told(c, told))) for name, told in document.items() if name not in NOT_A_FACT and told]
    facts.append(c.fact("valid", f"{pack.valid_from}–{pack.valid_to or ''}"))
    facts.append(c.fact("status", c.status(pack.status)))
    if document.get("source"):
        facts.append(c.fact("source", c.source(str(document["source"]))))
    facts += _rounding(c)
    facts += _freeze(c)
    if parent is not None:
        facts.append(c.fact("extends", Cell(parent.id, "changes", "code")))
    facts.append(c.fact("hash", Cell(pack.hash, kind="code")))
    note = c.text(document.get("note"))
    told = tuple(part for part in (note, c.words["legend"]) if part)
    return Section("document", c.words["s_document"], told, tuple(facts), entries=tuple(_untranslatable(c)))


def _untranslatable(c: Context) -> Iterator[Entry]:
    """What the edition says and the pack cannot compute, with every result that depends on it."""
    for one in c.pack.untranslatable:
        name = str(one["id"])
        here = Cell(c.words["untranslatable"], f"u-{name}")
        results = [result for result in c.pack.formulas if name in c.pack.untranslated.get(result, ())]
        facts = (
            Fact(c.words["affects"], tuple(c.quantity(affected) for affected in one["affects"])),
            Fact(c.words["results"], tuple(Cell(c.text(c.pack.quantities[result].label), f"f-{result}") for result in results)),
            c.fact("clause", c.clause(str(one.get("clause", "")), here)),
            c.fact("status", c.status(str(one["status"]))),
            c.fact("source", c.source(str(one.get("source", "")))),
        )
        yield Entry(f"u-{name}", c.words["untranslatable"], name=name, paragraphs=(c.text(one),), facts=facts)


def _told(c: Context, told: object) -> Iterator[Cell]:
    for one in told if isinstance(told, list) else (told,):
        yield Cell(c.text(one))


def _rounding(c: Context) -> Iterator[Fact]:
    """How the engine rounds what it computes, read from the quantities, and in which order."""
    told = c.pack.head.get("rounding")
    if not isinstance(told, dict):
        return
    mark = c.status(str(told.get("status", ""))).unconfirmed
    rounded = [one for one in c.pack.quantities.values() if one.role == "derived" and one.decimals is not None]
    modes = [ROUNDING[mode].in_(c.lang) for mode in dict.fromkeys(one.mode for one in rounded)]
    yield c.fact("rounding", Cell(", ".join(part for part in (*modes, c.text(told.get("order"))) if part), unconfirmed=mark))


def _freeze(c: Context) -> Iterator[Fact]:
    """Which published factors count for the data of a year."""
    rule = c.pack.factor_freeze
    if rule is None:
        return
    mark = c.status(str(rule.get("status", ""))).unconfirmed
    told = " · ".join(part for part in (c.text(rule), c.text(rule.get("note"))) if part)
    yield c.fact("freeze", Cell(told, unconfirmed=mark), c.source(str(rule.get("source", ""))))


def boundary_section(c: Context) -> Section:
    """Who is meant, which facilities, which sources of emission."""
    tables = (_emission_sources(c), _facility_kinds(c))
    entries = tuple(_attribute(c, name) for name in c.pack.attributes)
    paragraphs, facts = _scope(c)
    return Section("boundary", c.words["s_boundary"], paragraphs, facts, tuple(one for one in tables if one.rows), entries)


def _scope(c: Context) -> tuple[tuple[str, ...], tuple[Fact, ...]]:
    scope = c.pack.head.get("scope")
    if not isinstance(scope, dict):
        return (c.text(scope),) if scope else (), ()
    facts = []
    if scope.get("threshold_tco2e"):
        facts.append(c.fact("threshold", f"{scope['threshold_tco2e']} tCO2e"))
    if scope.get("status"):
        facts.append(c.fact("status", c.status(str(scope["status"]))))
    if scope.get("source"):
        facts.append(c.fact("source", c.source(str(scope["source"]))))
    return (c.text(scope),) if c.text(scope) else (), tuple(facts)


def _emission_sources(c: Context) -> Table:
    w = c.words
    rows = []
    for one in c.pack.emission_sources:
        here = Cell(c.text(one), f"e-{one['id']}")
        cells = (
            Cell(c.text(one)),
            Cell(", ".join(str(gas) for gas in one.get("gases", ()))),
            Cell(w.get(str(one.get("boundary")), str(one.get("boundary", "")))),
            Cell(c.yes(bool(one.get("cleared")))),
            c.clause(str(one.get("clause", "")), here),
            c.status(str(one.get("status", ""))),
            c.source(str(one.get("source", ""))),
        )
        rows.append(Row(cells, f"e-{one['id']}", c.text(one), c.text(one.get("note"))))
    headings = (w["emission_sources"], w["gases"], w["boundary"], w["cleared"], w["clause"], w["status"], w["source"])
    return Table(headings, tuple(rows), w["emission_sources"], wide=(0, 4))


def _facility_kinds(c: Context) -> Table:
    w = c.words
    rows = tuple(
        Row((Cell(c.text(one.label)), Cell(one.id, kind="code"), Cell(w["must_occur"] if one.required else "")))
        for one in c.pack.facility_kinds.values()
    )
    return Table((w["name"], w["id"], w["required"]), rows, w["facility_kinds"], wide=(0,))


def _attribute(c: Context, name: str) -> Entry:
    one, w = c.pack.attributes[name], c.words
    kind = c.pack.facility_kinds.get(one.facility_kind or "")
    facts = [c.fact("belongs_to", c.text(kind.label) if kind else w["entity"]), c.fact("required", c.yes(one.required))]
    if one.default and one.default in one.values:
        facts.append(c.fact("default", c.text(one.values[one.default])))
    rows = tuple(Row((Cell(c.text(text)), Cell(word, kind="code"))) for word, text in one.values.items())
    tables = (Table((w["allowed"], w["code"]), rows, wide=(0,)),)
    return Entry(f"a-{name}", c.text(one.label), name=name, facts=tuple(facts), tables=tables)


def changes_section(c: Context, parent: Pack | None) -> Section:
    """All differences from the edition this one extends."""
    if parent is None:
        return Section("changes", c.words["s_changes"], (c.words["no_parent"],))
    told = c.words["parent"].replace("{parent}", f"{parent.title.in_(c.lang)} ({parent.id})")
    groups: dict[str, list[Change]] = {}
    for one in changes(parent, c.pack, c.lang):
        groups.setdefault(one.chapter, []).append(one)
    return Section("changes", c.words["s_changes"], (told,), tables=tuple(_changes(c, title, rows) for title, rows in groups.items()))


def _changes(c: Context, title: str, found: list[Change]) -> Table:
    w = c.words
    rows = tuple(
        Row(
            (
                Cell(one.label or one.name, one.anchor),
                Cell(w[one.kind] if one.kind in ("added", "removed") else one.what),
                Cell(one.before or "–"),
                Cell(one.after or "–"),
            )
        )
        for one in found
    )
    return Table((w["name"], w["what"], w["before"], w["after"]), rows, title, wide=(0, 2, 3))


def clauses_section(c: Context) -> Section:
    """Every clause the edition names, and what stands on it."""
    entries = tuple(Entry(clause_anchor(clause), c.text(clause), links=tuple(dict.fromkeys(named))) for clause, named in c.clauses.items())
    return Section("clauses", c.words["s_clauses"], entries=entries, paragraphs=() if entries else (c.words["nothing"],))


def sources_section(c: Context) -> Section:
    """The documents behind the source keys."""
    keys = [key for key in c.pack.sources if key in c.sources] + [key for key in c.sources if key not in c.pack.sources]
    rows = tuple(Row((Cell(key, kind="code"), Cell(c.text(c.pack.sources.get(key, "")))), f"source-{key}", key) for key in keys)
    return Section("sources", c.words["s_sources"], tables=(Table((c.words["code"], c.words["source"]), rows, wide=(1,)),))
