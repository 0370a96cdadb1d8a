"""Says something of a year beside its figures without a file: appended as a fact, in force with the figures that are drawn next."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tanheng.apps.journal.services import append_event
from tanheng.apps.people.access import require
from tanheng.apps.people.services.changes import change
from tanheng.apps.records.models import CaseFact
from tanheng.apps.records.selectors import current_import
from tanheng.apps.records.selectors.case_facts import KEYS, facts_since, key_of, with_facts
from tanheng.apps.records.selectors.drawn import case_with_typed, last_month_of
from tanheng.apps.records.services.drawing import FiguresRefusedError
from tanheng.apps.sites.models import Node
from tanheng.engine.case import case_document
from tanheng.engine.case.reading import read_case
from tanheng.engine.problems import Problem, has_errors
from tanheng.pages.actor import Actor
from tanheng.rulebook import load
from tanheng.seal.canonical import canonical_bytes
from tanheng.store.one_line import one_line

LONGEST_REASON, LONGEST_KEY, LONGEST_ENTRY = 300, 500, 4_000


def say_fact(
    *, actor: Actor, node: Node, year: int, pack_id: str, block: str, entry: dict[str, Any], reason: str = "", take_back: bool = False
) -> CaseFact:
    """Say an entry of a block of the case (`attributes`, `overrides`, `uncertainties`) of a company's year, as a file would; with
    `take_back` what was said of the same counts no more.

    Raises FiguresRefusedError with every error that a file with this entry would have there.
    """
    require(actor, "upload_data", node)
    if block not in KEYS:
        raise ValidationError(_("There is no such part of a case."))
    said = {name: value for name, value in entry.items() if value not in (None, "", [])}
    key, text = key_of(block, said), "" if take_back else canonical_bytes(said).decode()
    if len(key) > LONGEST_KEY or len(text) > LONGEST_ENTRY:
        raise ValidationError(_("This is longer than an entry of a case."))

    def write() -> CaseFact:
        one = current_import(node, year, pack_id)
        fact = CaseFact(
            node=node, year=year, pack=pack_id, block=block, key=key, entry=text, reason=one_line(reason, LONGEST_REASON),
            import_number=one.number if one else 0, by=actor.user,
        )  # fmt: skip
        if problems := [] if take_back else _errors(fact, node, year, pack_id):
            raise FiguresRefusedError(problems, _("It cannot be said like that: every error is listed."))
        fact.save()
        payload = {"year": year, "pack": pack_id, "block": block, "of": key, "entry": text, "reason": fact.reason}
        append_event(
            actor=actor, action="records.fact.taken_back" if take_back else "records.fact.said", subject=fact, place=node, payload=payload
        )
        return fact

    return change(actor, "upload_data", node, write)


def _errors(fact: CaseFact, node: Node, year: int, pack_id: str) -> list[Problem]:
    """The errors that a file would have at this entry."""
    one = current_import(node, year, pack_id)
    case = case_with_typed(one, {}, node, year, pack_id, last_month_of(one))
    facts = facts_since(one, node, year, pack_id)
    facts.pop((fact.block, fact.key), None)  # said again, it stands last, too
    document = with_facts(case_document(case), {**facts, (fact.block, fact.key): fact})
    place = f"{fact.block}[{len(document[fact.block]) - 1}]"
    problems = [one for one in read_case(document, load)[1] if (one.where.path or "").startswith(place)]
    return problems if has_errors(problems) else []
