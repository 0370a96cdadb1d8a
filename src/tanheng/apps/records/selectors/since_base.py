"""What others have changed since a file was made, and the file would change again: a figure that came in between does not vanish unseen.

A file says from which import its figures were taken, its base; of one that does not, nothing newer is taken for seen than the first import
of its year and rule pack. What somebody changed themselves they know, and are asked only where an older figure would come back.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice, pairwise

from django.core.exceptions import ValidationError
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from tanheng.apps.people.models import User
from tanheng.apps.records.models import GRID, FileReading, Import
from tanheng.apps.records.selectors import accepted_imports, place_of, readings_of
from tanheng.apps.records.selectors.superseding import Fact, stated_facts
from tanheng.apps.records.selectors.typed_figures import typed_by_others
from tanheng.apps.sites.models import Node
from tanheng.engine.absences import NOT_APPLICABLE_SIGN
from tanheng.engine.case import Case, case_document
from tanheng.engine.numbers import decimal_text
from tanheng.engine.places import Place, Where
from tanheng.engine.problems import Problem
from tanheng.engine.sentences import Sentence, problem_of
from tanheng.engine.text import Text
from tanheng.engine.wording import Wording
from tanheng.rulebook import load

DIGEST = slice(len("sha256:"), len("sha256:") + 12)  # of the seal of an import's figures, as a file carries it
Figure = Place | Fact
Said = Decimal | str
NO_VALUE = Text("无数值", "no value")
MOST_TOLD = 200
OF_A_READING = ("quantity", "facility_code", "item", "month", "amount")
SENTENCES: dict[str, Sentence] = {
    "REC-109": (
        "error",
        "第 {base} 次导入之后，{person}在第 {number} 次导入（{at}）把 {old} 改为 {now}；此文件写的是 {file}",
        "since import {base}, {person} changed it from {old} to {now} (import {number}, {at}); the file says {file}",
        "保留他人的修改，就把文件里的数改成现行数值；确认以此文件为准，就在上传时确认",
        "keep what others changed by putting what counts now into the file, or confirm with the upload that the file shall count",
    ),
}


@dataclass(frozen=True)
class OthersFigure:
    """A figure that an import in between has changed and a file would change again; None where there is no value."""

    figure: Figure
    base: Said | None  # when the file was made
    now: Said | None  # what counts
    file: Said | None
    since: Import  # the file's base, or the first import of its year and rule pack
    by: Import  # which changed it last


def base_text(one: Import) -> str:
    """How a workbook that is filled with an import's figures says so: its number, and the start of the digest of its figures."""
    return f"{one.number}-{one.snapshot_hash[DIGEST]}"


def base_of(node: Node, case: Case, stated: int | None) -> Import | None:
    """The import a file was made from: as the file says, or its giver; the older one where both do. None where nobody does.

    Raises ValidationError where the giver names one that is no accepted import of the file's year and rule pack.
    """
    number, _dash, digest = case.base.partition("-")
    of_file = accepted_imports(node, case.year, case.pack_id).filter(number=int(number)).first() if number else None
    if of_file is not None and digest and of_file.snapshot_hash[DIGEST] != digest:
        of_file = None  # of another house, or of a copy that went on otherwise
    if stated is None:
        return of_file
    found = accepted_imports(node, case.year, case.pack_id).filter(number=stated).first()
    if found is None:
        said = _("Import %(number)s has no figures of %(year)s by this rule pack: the file cannot have been made from it.")
        raise ValidationError(said, params={"number": stated, "year": case.year})
    return found if of_file is None or found.number < of_file.number else of_file


@dataclass(frozen=True)
class Waited:
    """When a file was given that has waited to be read: the number of the company's latest import then, and the keys of the imports that
    became of what its giver had asked for before.
    """

    number: int
    before: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Giver:
    """Who gives a file; they know what they gave themselves, and have seen all up to `confirmed`: it gives way."""

    user: User
    waited: Waited | None = None
    confirmed: int = 0

    def knows(self, one: Import) -> bool:
        """Whether an import is their own, and was given before this file: what came while it waited is later than it."""
        earlier = self.waited is None or one.number <= self.waited.number or one.pk in self.waited.before
        theirs = one.way == GRID and typed_by_others(one, self.user)  # whoever drew it had not typed all of it
        return one.by_id == self.user.pk and earlier and not theirs


def changed_by_others(before: Import, case: Case, *, base: Import | None, giver: Giver) -> list[OthersFigure]:
    """The figures that imports after the base have changed and the case would change again, in the order of what counts; `before` is the
    import that counts.
    """
    if base == before or before.snapshot_hash == case.snapshot_hash:
        return []
    file, now = _of_case(case), _of_import(before)
    differing = [figure for figure in {**now, **file} if now.get(figure) != file.get(figure)]
    since = _said_since(before, base, differing) if differing else []
    return list(_in_between(differing, file, since, giver))


def told(found: Iterable[OthersFigure], case: Case) -> list[Problem]:
    """The same as problems with their places and who changed what when; the first of them where they are very many."""
    wording = Wording(load(case.pack_id), case.facilities, form=True)
    return [_problem(one, wording) for one in islice(found, MOST_TOLD)]


def text_of(said: Said | None) -> str | None:
    """The figure as data shows it."""
    return decimal_text(said) if isinstance(said, Decimal) else said


def _in_between(
    differing: list[Figure], file: Mapping[Figure, Said], since: list[tuple[Import, Mapping[Figure, Said]]], giver: Giver
) -> Iterator[OthersFigure]:
    for figure in differing:
        history = [(one, said.get(figure)) for one, said in since]
        changes = [one for (_one, before), (one, after) in pairwise(history) if before != after]
        if not changes or changes[-1].number <= giver.confirmed:
            continue
        comes_back = file.get(figure) in [said for _one, said in history[:-1]]
        if not giver.knows(changes[-1]) or comes_back:
            yield OthersFigure(figure, history[0][1], history[-1][1], file.get(figure), history[0][0], changes[-1])


def _said_since(before: Import, base: Import | None, differing: list[Figure]) -> list[tuple[Import, Mapping[Figure, Said]]]:
    """What each import said of the differing figures from the base to the one that counts, in their order."""
    imports = accepted_imports(before.node, before.year, before.pack).filter(number__lte=before.number)
    if base is not None:
        imports = imports.filter(number__gte=base.number)
    quantities = {figure.quantity for figure in differing if isinstance(figure, Place)}
    said: dict[int, dict[Figure, Said]] = defaultdict(dict)
    for reading in FileReading.objects.filter(source_import__in=imports, quantity__in=quantities).only(*OF_A_READING, "source_import_id"):
        said[reading.source_import_id][place_of(reading)] = NOT_APPLICABLE_SIGN if reading.amount is None else reading.amount
    told = imports.select_related("by").order_by("number")
    if all(isinstance(figure, Place) for figure in differing):
        return [(one, said[one.pk]) for one in told.defer("head", "problems")]
    for one in told:
        for fact, text in stated_facts(json.loads(one.head)).items():
            said[one.pk][fact] = text
    return [(one, said[one.pk]) for one in told]


def _of_import(one: Import) -> dict[Figure, Said]:
    figures: dict[Figure, Said] = {
        place_of(reading): NOT_APPLICABLE_SIGN if reading.amount is None else reading.amount
        for reading in readings_of(one).only(*OF_A_READING)
    }
    return figures | stated_facts(json.loads(one.head))


def _of_case(case: Case) -> dict[Figure, Said]:
    figures: dict[Figure, Said] = {one.place: NOT_APPLICABLE_SIGN if one.amount is None else one.amount for one in case.values}
    return figures | stated_facts(case_document(case))


def _problem(one: OthersFigure, wording: Wording) -> Problem:
    shown = {name: NO_VALUE if said is None else _same(text_of(said) or "") for name, said in _figures(one)}
    words = {
        "base": str(one.since.number),
        "person": str(one.by.by),
        "number": str(one.by.number),
        "at": f"{localtime(one.by.at):%Y-%m-%d %H:%M}",
    }
    return problem_of(SENTENCES, "REC-109", _where(one, wording), **words, **shown)


def _figures(one: OthersFigure) -> tuple[tuple[str, Said | None], ...]:
    return ("old", one.base), ("now", one.now), ("file", one.file)


def _same(text: str) -> Text:
    return Text(text, text)


def _where(one: OthersFigure, wording: Wording) -> Where:
    if isinstance(one.figure, Place):
        quantity, facility, item, month = one.figure
        return Where(quantity=quantity, facility=facility, item=item, month=month, spoken=wording.place(quantity, facility, item))
    return Where(spoken=spoken_fact(one.figure, wording))


def spoken_fact(fact: Fact, wording: Wording) -> Text:
    """What an attribute, a replaced value or an uncertainty is of, in words."""
    kind, *parts = fact
    places = SPOKEN[kind](wording, *parts)
    return Text(" · ".join(part.zh for part in places), " · ".join(part.en for part in places))


def _attribute(wording: Wording, name: str, facility: str) -> list[Text]:
    return [wording.attributes().get(name) or _same(name), *([wording.facility(facility)] if facility else [])]


def _replaced(wording: Wording, name: str, item: str, column: str) -> list[Text]:
    return [wording.cell(name, item, column) if column else wording.input_or_parameter(name)]


def _uncertainty(wording: Wording, name: str, facility: str, item: str, months: str) -> list[Text]:
    known = bool(wording.pack and name in wording.pack.quantities)
    of = wording.place(name, facility or None, item or None) if known else wording.input_or_parameter(name)
    return [Text("不确定度", "uncertainty"), of, *([Text(f"{months} 月", f"months {months}")] if months else [])]


SPOKEN: dict[str, Callable[..., list[Text]]] = {"attributes": _attribute, "overrides": _replaced, "uncertainties": _uncertainty}
