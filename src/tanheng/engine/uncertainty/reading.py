"""Reads the `uncertainties` of a case: what is stated about which input, every mistake a problem with its place and remedy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from tanheng.engine.case import Facility
from tanheng.engine.numbers import figure, full_text, parse_decimal
from tanheng.engine.pack import Pack, Quantity
from tanheng.engine.records.of.cases import UNCERTAINTY, names
from tanheng.engine.sentences import Sentence
from tanheng.engine.text import Text
from tanheng.engine.uncertainty.forms import DISTRIBUTIONS, FORM_LABELS, NESTED_FORMS, Form, Statement, forms_of

if TYPE_CHECKING:
    from tanheng.engine.case.reader import Path, Reader

SENTENCES: dict[str, Sentence] = {
    "UNC-101": (
        "error",
        "不确定度要写明是哪个量（quantity）或哪个参数（parameter），二者取一",
        "an uncertainty belongs to a quantity or to a parameter, to exactly one of them",
        "写 quantity: … 或 parameter: …",
        "write `quantity: …` or `parameter: …`",
    ),
    "UNC-102": (
        "error",
        "未知的参数 {found}",
        "unknown parameter {found}",
        "本规则包的参数：{known}",
        "parameters of this pack: {known}",
    ),
    "UNC-103": (
        "error",
        "没有写明不确定度的依据",
        "nothing states how large the uncertainty is",
        "写其中一项或几项：{known}",
        "give one or more of: {known}",
    ),
    "UNC-104": (
        "error",
        "{found} 不可用",
        "{found} cannot be used",
        "改成加引号的十进制文本：{wanted}",
        "write quoted decimal text: {wanted}",
    ),
    "UNC-105": ("error", "未知的分布 {found}", "unknown distribution {found}", "可用：{known}", "known: {known}"),
    "UNC-106": (
        "error",
        "{name} 的同一个值有两处写了“{form}”",
        "the same value of {name} has two statements “{form}”",
        "只保留一处；不同来源（表级、校准、重复性）可以并列",
        "keep one; different sources (class, calibration, repeatability) may stand side by side",
    ),
    "UNC-107": (
        "error",
        "相关组 {found} 里有不同的分布（{known}）",
        "group {found} holds different distributions ({known})",
        "同一组写同一种分布，或分成两组",
        "give one distribution within a group, or make two groups",
    ),
    "UNC-108": (
        "error",
        "包含因子 k 只用于 relative 或 absolute",
        "the coverage factor k goes with relative or absolute",
        "去掉 k；校准证书的 k 写在 calibration 里",
        "remove k; the k of a certificate stands inside `calibration`",
    ),
    "UNC-109": (
        "error",
        "没有这条不确定度所指的值：{found}",
        "there is no value that this uncertainty speaks of: {found}",
        "核对设施、品种和月份，或删去",
        "check facility, item and months, or remove it",
    ),
    "UNC-110": (
        "error",
        "{name} 由公式算出，它的不确定度由各输入传播得到",
        "{name} is computed; its uncertainty follows from its inputs",
        "写在输入上：{known}",
        "state it for the inputs: {known}",
    ),
    "UNC-111": (
        "error",
        "{found} 按设施、品种或月份限定，但参数没有这些",
        "{found} narrows a place, but a parameter has none",
        "去掉 {found}",
        "remove {found}",
    ),
    "UNC-112": (
        "error",
        "independent 写 true 或 false；与 group 不能同时用",
        "`independent` is true or false, and does not go with a group",
        "只保留一个",
        "keep one of them",
    ),
    "UNC-113": (
        "warning",
        "{name} {found} 即 {percent}%，超过 100%",
        "{name} {found} is {percent} %, above 100 %",
        "要写 {found}% 的，写成 {wanted}；确为 {percent}% 的不用改",
        "for {found} % write {wanted}; leave it where {percent} % is meant",
    ),
}
FRACTIONS = ("relative", "limits", "calibration")  # forms whose number is a fraction of the value


class StatementReader:
    """Reads entry after entry."""

    def __init__(self, reader: Reader, pack: Pack, facilities: Mapping[str, Facility]) -> None:
        self.reader = reader
        self.pack = pack
        self.facilities = facilities

    def read(self, path: Path, row: Mapping[str, Any]) -> list[Statement]:
        """One entry, a statement for each of its forms; none where it cannot be used."""
        reader, before = self.reader, len(self.reader.problems)
        reader.known_keys(row, names(UNCERTAINTY), path)
        quantity, parameter = reader.text(row, "quantity", path) or None, reader.text(row, "parameter", path) or None
        facility, item = reader.text(row, "facility", path) or None, reader.text(row, "item", path) or None
        group, source = reader.text(row, "group", path), reader.text(row, "source", path)
        months, independent = self._months(path, row), row.get("independent") or False
        if (quantity is None) == (parameter is None):
            self._note("UNC-101", path)
        elif quantity is not None:
            self._check_quantity(path, quantity, facility, item)
        else:
            self._check_parameter(path, row, parameter or "")
        if not isinstance(independent, bool) or (independent and group):
            self._note("UNC-112", (*path, "independent"))

        odd = self._odd_forms(path, row)

        def note(code: str, key: str | None, **words: Any) -> None:
            if key not in odd:
                self._note(code, (*path, key) if key and key in row else path, **self._form_words(code, key or "", words))

        forms = forms_of(row, note)
        if len(reader.problems) > before:
            return []
        if not reader.sealed:
            self._above_the_value(path, forms)
        place = (quantity, facility, item, months, parameter, group, independent, source, reader.origin(path))
        return [Statement((form,), *place) for form in forms]

    def _above_the_value(self, path: Path, forms: Iterable[Form]) -> None:
        """A fraction above 1 is said with the percentage it is: 5 is 500 %, and 5 % is 0.05."""
        for form in forms:
            stated = dict(form.typed).get("expanded" if form.name in NESTED_FORMS else form.name, "")
            number = parse_decimal(stated)
            if form.name in FRACTIONS and number is not None and number > 1:
                name, percent = self.reader.wording.named(FORM_LABELS[form.name], form.name), figure(number * 100)
                self._note("UNC-113", (*path, form.name), name=name, found=stated, percent=percent, wanted=full_text(number / 100))

    def _odd_forms(self, path: Path, row: Mapping[str, Any]) -> set[str]:
        """The forms with keys that nobody knows; the keys are told, each at its place."""
        odd = set()
        for name, rules in NESTED_FORMS.items():
            keys = tuple(rule[0] for rule in rules)
            if isinstance(row.get(name), Mapping) and not row[name].keys() <= set(keys):
                self.reader.known_keys(row[name], keys, (*path, name))
                odd.add(name)
        return odd

    def _note(self, code: str, path: Path, *, domain: Mapping[str, Any] | None = None, **words: Any) -> None:
        where = self.reader.origin(path).where(**(domain or {}))
        self.reader.problems.append(self.reader.wording.problem(code, where, sentences=SENTENCES, **words))

    def _form_words(self, code: str, key: str, words: Mapping[str, Any]) -> dict[str, Any]:
        """The words of a mistake in a form: files speak their keys, forms the labels of the kinds of statements."""
        form, labels = self.reader.wording.form, DISTRIBUTIONS if code == "UNC-105" else FORM_LABELS
        found = dict(words)
        if "known" in found:
            listed = self.reader.wording.listed(labels, found["known"])
            found["known"] = listed if form else ", ".join(found["known"]) or "–"
        if code == "UNC-104":
            typed, label = repr(found["found"])[:60], FORM_LABELS[key]
            found["found"] = Text(f"{label.zh} {typed}", f"{label.en} {typed}") if form else f"{key}: {typed}"
            found["wanted"] = found["wanted"].replace('"', "") if form else found["wanted"]
        return found

    def _months(self, path: Path, row: Mapping[str, Any]) -> tuple[int, ...]:
        months = row.get("months")
        if months is None:
            return ()
        if not isinstance(months, list):
            self.reader.note(
                "CASE-106",
                (*path, "months"),
                found=self.reader.field(path, "months"),
                wanted=Text("列表，如 [1, 2]", "a list such as [1, 2]"),
            )
            return ()
        for month in months:
            if isinstance(month, bool) or not isinstance(month, int) or not 1 <= month <= 12:
                self.reader.note("CASE-144", (*path, "months"), found=str(month)[:20])
                return ()
        return tuple(sorted(set(months)))

    def _check_quantity(self, path: Path, name: str, facility: str | None, item: str | None) -> None:
        quantity, wording = self.pack.quantities.get(name), self.reader.wording
        if quantity is None:
            known = wording.nearest(name, wording.inputs(), otherwise=8)
            self.reader.note("CASE-130", (*path, "quantity"), found=name, known=known)
        elif quantity.role == "derived":
            known = wording.listed({one: self.pack.quantities[one].label for one in self.pack.formulas[name].arguments})
            self._note("UNC-110", (*path, "quantity"), domain={"quantity": name}, name=wording.quantity(name), known=known)
        else:
            self._check_place(path, quantity, facility, item)

    def _check_place(self, path: Path, quantity: Quantity, facility: str | None, item: str | None) -> None:
        wording = self.reader.wording
        name, rows = wording.quantity(quantity.id), wording.items(quantity)
        if facility and not quantity.by_facility:
            self.reader.note("CASE-134", (*path, "facility"), name=name)
        elif facility and facility not in self.facilities and self.reader.facilities_whole:
            fitting = [one.id for one in self.facilities.values() if one.kind == quantity.facility_kind]
            self.reader.note("CASE-132", (*path, "facility"), found=facility, known=wording.listed_facilities(fitting))
        if item and not quantity.by_item:
            self.reader.note("CASE-138", (*path, "item"), name=name)
        elif item and item not in rows:
            self.reader.note("CASE-136", (*path, "item"), found=item, known=wording.nearest(item, rows))

    def _check_parameter(self, path: Path, row: Mapping[str, Any], name: str) -> None:
        if name not in self.pack.parameters:
            wording = self.reader.wording
            known = wording.nearest(name, wording.parameters(), otherwise=8)
            self._note("UNC-102", (*path, "parameter"), found=name, known=known)
        for key in ("facility", "item", "months"):
            if row.get(key) is not None:
                self._note("UNC-111", (*path, key), found=self.reader.field(path, key))


def read_statements(reader: Reader, document: Mapping[str, Any], pack: Pack, facilities: tuple[Facility, ...]) -> tuple[Statement, ...]:
    """All statements of the document; what they say together is looked at when the case is whole."""
    one_by_one = StatementReader(reader, pack, {one.id: one for one in facilities})
    return tuple(one for path, row in reader.rows(document, "uncertainties") for one in one_by_one.read(path, row))
