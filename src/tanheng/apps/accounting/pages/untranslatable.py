"""What the edition of a run says and its rule pack cannot compute, with the results that depend on it, for the pages of the run."""

from dataclasses import dataclass

from tanheng.documents.report.labels import one_language
from tanheng.engine import run as engine
from tanheng.engine.status_words import status_label
from tanheng.engine.untranslatable import untranslatable_rows
from tanheng.pages.language import reader_language


@dataclass(frozen=True)
class UntranslatableRow:
    """One such rule; `anchor` is its place in the rule book."""

    message: str
    clause: str
    status: str
    confirmed: bool
    anchor: str
    results: tuple[str, ...]


def untranslatable_of(computed: engine.Run, quantity: str | None = None) -> list[UntranslatableRow]:
    """All of the edition, or those that a quantity depends on."""
    pack, lang = computed.pack, reader_language()
    wanted = None if quantity is None else pack.untranslated.get(quantity, ())
    return [
        UntranslatableRow(
            one["message"],
            one_language(one["clause"], lang),
            status_label(one["status"], lang),
            one["status"] == "official",
            f"u-{one['id']}",
            tuple(pack.quantities[name].label.in_(lang) for name in one["results"]),
        )
        for one in untranslatable_rows(pack, lang)
        if wanted is None or one["id"] in wanted
    ]
