"""Every sentence of the pages has its Chinese, and the compiled file is the written one."""

import gettext
import re
from pathlib import Path

import tanheng

FOLDER = Path(tanheng.__file__).parent / "locale" / "zh_Hans" / "LC_MESSAGES"
ENTRY = re.compile(r'^msgid ((?:"(?:[^"\\]|\\.)*"\n)+)msgstr ((?:"(?:[^"\\]|\\.)*"\n?)+)', re.MULTILINE)
TRANSLATE = re.compile(r"""{% ?translate (?:"([^"]+)"|'([^']+)')""")


def entries():
    text = (FOLDER / "django.po").read_text(encoding="utf-8").split("\n#~")[0]
    joined = [("".join(re.findall(r'"(.*)"', part)) for part in pair) for pair in ENTRY.findall(text)]
    return {source: target for source, target in joined if source}


def test_nothing_is_left_untranslated():
    assert [source for source, target in entries().items() if not target] == []
    assert "#, fuzzy" not in (FOLDER / "django.po").read_text(encoding="utf-8")


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


def test_the_compiled_file_is_up_to_date():
    with (FOLDER / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for source, target in entries().items():
        plain = source.encode().decode("unicode_escape").encode("latin-1").decode() if "\\" in source else source
        assert compiled.gettext(plain) == target.replace('\\"', '"').replace("\\n", "\n")


def test_every_sentence_can_be_filled():
    """A bare % beside a placeholder breaks the sentence, and the page falls back to English."""
    for source, target in entries().items():
        names = dict.fromkeys(re.findall(r"%\((\w+)\)[a-z]", source), 1)
        for text in (source, target) if names else ():
            assert "%(" not in text % names, text
