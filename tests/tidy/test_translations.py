"""Chinese and English are both whole: every text of the pages is translated, every label of a rule pack has both."""

import ast
import dataclasses
import gettext
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tanheng.engine.text import Text
from tanheng.rulebook import load, pack_ids
from tests.tidy.sources import PACKAGE, name_of, project_files, python_files, tree

CATALOGUES = sorted(path for path in project_files() if path.suffix == ".po")
TRANSLATORS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
HAN = re.compile(r"[\u3400-\u9fff]")


@dataclasses.dataclass
class Entry:
    """One entry of a catalogue."""

    flags: str
    fields: dict[str, str]  # msgid, msgid_plural, msgstr, msgstr[0], …


def entries(catalogue: Path) -> list[Entry]:
    """The entries of a .po file, its head left out."""
    found = []
    for block in re.split(r"\n\s*\n", catalogue.read_text(encoding="utf-8")):
        lines = [line for line in block.splitlines() if not line.startswith("#~")]
        flags = " ".join(line for line in lines if line.startswith("#,"))
        fields: dict[str, str] = {}
        key = ""
        for line in lines:
            if match := re.match(r'(msg[a-z_]+(?:\[\d\])?) (".*")', line):
                key = match[1]
                fields[key] = ast.literal_eval(match[2])
            elif line.startswith('"') and key:
                fields[key] += ast.literal_eval(line)
        if fields.get("msgid"):
            found.append(Entry(flags, fields))
    return found


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=name_of)
def test_no_translation_is_empty_or_unsure(catalogue: Path) -> None:
    unsure = [
        entry.fields["msgid"]
        for entry in entries(catalogue)
        if "fuzzy" in entry.flags or not all(text for key, text in entry.fields.items() if key.startswith("msgstr"))
    ]
    assert unsure == []


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=name_of)
def test_placeholders_survive_translation(catalogue: Path) -> None:
    def places(text: str) -> list[str]:
        return sorted(set(re.findall(r"%\(\w+\)[sd]|\{\w+\}", text)))

    wrong = [
        entry.fields["msgid"]
        for entry in entries(catalogue)
        for key, text in entry.fields.items()
        if key.startswith("msgstr") and places(text) not in (places(entry.fields["msgid"]), places(entry.fields.get("msgid_plural", "")))
    ]
    assert wrong == []


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=name_of)
def test_the_compiled_catalogue_is_up_to_date(catalogue: Path) -> None:
    with catalogue.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    plain = [entry.fields for entry in entries(catalogue) if "msgctxt" not in entry.fields and "msgstr" in entry.fields]
    stale = [one["msgid"] for one in plain if one["msgstr"] and compiled.gettext(one["msgid"]) != one["msgstr"]]
    assert stale == []


@pytest.mark.parametrize("catalogue", ["conf", "contrib/auth"])
def test_the_messages_of_django_are_chinese_too(catalogue: str) -> None:
    """Of those that its own Chinese lacks, ours has each: a password too short was refused in English."""
    import django

    place = Path(django.__file__).parent / catalogue / "locale"
    known = {entry.fields["msgid"] for one in CATALOGUES if "zh_Hans" in one.parts for entry in entries(one)}
    for entry in entries(place / "zh_Hans/LC_MESSAGES/django.po"):
        if "fuzzy" not in entry.flags and all(text for key, text in entry.fields.items() if key.startswith("msgstr")):
            known.add(entry.fields["msgid"])
    asked = [entry.fields["msgid"] for entry in entries(place / "en/LC_MESSAGES/django.po")]
    assert asked and [text for text in asked if text not in known] == []


def texts_of_program(path: Path) -> Iterator[str]:
    """Texts a Python file gives to gettext."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in TRANSLATORS:
            context = "pgettext" in getattr(node.func, "id", "")
            text = node.args[1 if context else 0] if node.args else None
            if isinstance(text, ast.Constant) and isinstance(text.value, str):
                yield text.value


def texts_of_template(path: Path) -> Iterator[str]:
    """Texts a template gives to gettext, as Django itself extracts them."""
    from django.utils.translation.template import templatize

    program = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    for match in re.finditer(r"gettext\(u?('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")|_\(('[^']*'|\"[^\"]*\")\)", program):
        yield ast.literal_eval(match[1] or match[2])


def test_every_text_of_the_pages_is_in_the_chinese_catalogue() -> None:
    known = {entry.fields["msgid"] for catalogue in CATALOGUES if "zh_Hans" in catalogue.parts for entry in entries(catalogue)}
    upper_floors = [PACKAGE / floor for floor in ("apps", "web", "api", "config", "registration", "worker")]
    programs = [path for floor in upper_floors for path in python_files(floor)]
    templates = [path for path in project_files() if "templates" in path.parts and path.suffix in (".html", ".txt")]
    missing = {(name_of(path), text) for path in programs for text in texts_of_program(path) if text not in known}
    missing |= {(name_of(path), text) for path in templates for text in texts_of_template(path) if text not in known}
    # Django brings its own Chinese for its own words; a text of ours must not lean on that.
    assert sorted(missing) == []


def test_templates_hold_no_chinese_of_their_own() -> None:
    """Chinese stands in the catalogue, or English readers would meet it."""
    switch = {"中", "文"}  # the language switch names each language in itself
    found = {}
    for path in project_files():
        if "templates" in path.parts and path.suffix == ".html":
            comments = r"{#.*?#}|{% comment %}.*?{% endcomment %}|<!--.*?-->"
            text = re.sub(comments, "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
            if characters := set(HAN.findall(text)) - switch:
                found[name_of(path)] = "".join(sorted(characters))
    assert found == {}


def texts_in(value: object, seen: set[int] | None = None) -> Iterator[Text]:
    """Every two-language text inside a pack, wherever it stands."""
    seen = seen if seen is not None else set()
    if isinstance(value, Text):
        yield value
    elif id(value) in seen:
        return
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        seen.add(id(value))
        for field in dataclasses.fields(value):
            yield from texts_in(getattr(value, field.name), seen)
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from texts_in(inner, seen)
    elif isinstance(value, list | tuple | set | frozenset):
        for inner in value:
            yield from texts_in(inner, seen)


@pytest.mark.parametrize("pack_id", pack_ids())
def test_every_label_of_a_pack_stands_in_both_languages(pack_id: str) -> None:
    pack = load(pack_id)
    texts = list(texts_in(pack))
    assert texts
    assert [text for text in texts if not text.zh.strip() or not text.en.strip()] == []
    assert [text.en for text in texts if HAN.search(text.en)] == []
    assert [quantity.id for quantity in pack.quantities.values() if not HAN.search(quantity.label.zh)] == []
