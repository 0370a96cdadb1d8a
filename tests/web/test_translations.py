"""Every sentence of the pages has its Chinese, and each compiled file is the written one."""

import gettext
import re
from pathlib import Path

import pytest

import tanheng

# of the house, and of apps with words of their own
FILES = sorted(Path(tanheng.__file__).parent.rglob("locale/zh_Hans/LC_MESSAGES/django.po"))
ENTRY = re.compile(r'^msgid ((?:"(?:[^"\\]|\\.)*"\n)+)msgstr ((?:"(?:[^"\\]|\\.)*"\n?)+)', re.MULTILINE)
TRANSLATE = re.compile(r"""{% ?translate (?:"([^"]+)"|'([^']+)')""")


def entries_of(file):
    text = file.read_text(encoding="utf-8").split("\n#~")[0]
    joined = [("".join(re.findall(r'"(.*)"', part)) for part in pair) for pair in ENTRY.findall(text)]
    return {source: target for source, target in joined if source}


def entries():
    return {source: target for file in FILES for source, target in entries_of(file).items()}


def test_nothing_is_left_untranslated():
    assert len(FILES) > 1
    assert [source for source, target in entries().items() if not target] == []
    assert [file for file in FILES if "#, fuzzy" in file.read_text(encoding="utf-8")] == []


def test_every_sentence_of_the_templates_is_known():
    known = set(entries())
    templates = Path(tanheng.__file__).parent.rglob("templates/**/*.html")
    missing = {
        sentence
        for template in templates
        for sentence in map("".join, TRANSLATE.findall(template.read_text(encoding="utf-8")))
        if sentence.replace('"', '\\"') not in known
    }
    assert missing == set()


def test_placeholders_survive_translation():
    for source, target in ((source, target) for source, target in entries().items() if target):
        for pattern in (r"{\w+}", r"%\(\w+\)s"):
            assert sorted(re.findall(pattern, source)) == sorted(re.findall(pattern, target)), source


@pytest.mark.parametrize("written", FILES, ids=lambda file: file.parents[3].name)
def test_the_compiled_file_is_up_to_date(written):
    with written.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for source, target in entries_of(written).items():
        plain = source.encode().decode("unicode_escape").encode("latin-1").decode() if "\\" in source else source
        assert compiled.gettext(plain) == target.replace('\\"', '"').replace("\\n", "\n")


def test_every_sentence_can_be_filled():
    """A bare % beside a placeholder breaks the sentence, and the page falls back to English."""
    for source, target in entries().items():
        names = dict.fromkeys(re.findall(r"%\((\w+)\)[a-z]", source), 1)
        for text in (source, target) if names else ():
            assert "%(" not in text % names, text
