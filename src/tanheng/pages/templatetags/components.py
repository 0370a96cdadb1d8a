"""The components every page shares, as template tags: icons, assets, problem list, stepper, number link, empty page, notation.

They are built in (no `{% load %}` needed). They show what they are given; they read nothing.
"""

import hashlib
import re
import secrets
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from tanheng.documents.notation import Part, parts, symbols_marked
from tanheng.engine.part_of_year import part_text
from tanheng.pages.language import reader_language

register = template.Library()
ICON_FOLDER = "tanheng/vendor/tabler-icons-3.51.0"
# Status words of figures that are not official: shown as unconfirmed wherever they appear.
UNCONFIRMED = {"draft", "analogous", "secondary", "recalled", "derived", "project", "override"}
CHANGE_WORDS = {  # `analysis.large_changes` says which; the word stands beside the colour, never the colour alone
    "rise": gettext_lazy("large rise"), "fall": gettext_lazy("large fall"), "new": gettext_lazy("not there before"),
    "gone": gettext_lazy("nothing any more"),
}  # fmt: skip
CHANGE_ARROWS = {"rise": "▲", "fall": "▼", "new": "◆", "gone": "◇"}
LONG_WHOLE = re.compile(r"(?<![\d.,])\d{4,}")


@register.filter
def part_of_year(through: int | None) -> str:
    """The months of a part of a year by its last one, marked as provisional; nothing of a whole year."""
    return "" if through is None else part_text(through).in_(reader_language())


@register.simple_tag
def year_of(run: Any) -> str:
    """The year that a run or an import is of, with the months where it is of a part of one."""
    return " · ".join(filter(None, (str(run.year or ""), part_of_year(run.through_month))))


@register.simple_tag
def asset(path: str) -> str:
    """Address of a static file with the hash of its content, so that browsers never keep an old one."""
    return f"{static(path)}?v={_content_hash(path)}"


@register.simple_tag
def icon(name: str) -> SafeString:
    """A picture that says nothing by itself (hidden from screen readers)."""
    return _icon(name)


@register.simple_tag
def once() -> SafeString:
    """A field that makes a form do what it does once, however often it is sent: every form that changes anything carries it."""
    return format_html('<input type="hidden" name="once" value="{}">', secrets.token_urlsafe(12))


@register.simple_tag(takes_context=True)
def chinese_or_english(context: Any, text: Any) -> str:
    """A `Text` with zh and en, or a mapping of the two, in the page's language."""
    language = "en" if (get_language() or "").startswith("en") else "zh"
    if hasattr(text, "in_"):
        return str(text.in_(language))
    return str(text[language] if isinstance(text, dict) else text)


@register.filter
def place_text(place: Any) -> str:
    """Where something was read, in the page's language."""
    return str(place.as_text(get_language() or "zh-hans"))


@register.inclusion_tag("tanheng/components/problems.html")
def problem_list(problems: Any, title: str = "") -> dict[str, Any]:
    """The one list of problems: mappings with code, severity, place, place_address (optional), message, remedy, cost, and `places`:
    where else it stands, each with text and address (optional). One with a `digest` asks for an answer: `answer` is what was said,
    `answer_address` the page where it is said.

    Texts are already in the reader's language (`Problem.as_json(lang)` gives them so); errors come first.
    """
    order = {"error": 0, "warning": 1, "note": 2}
    shown = sorted((_problem(problem) for problem in problems), key=lambda one: order.get(one["severity"], 3))
    counts = {severity: sum(one["severity"] == severity for one in shown) for severity in order}
    return {"problems": shown, "title": title, "counts": counts}


@register.inclusion_tag("tanheng/components/chart.html")
def chart(name: str, data: Any, label: str, size: str = "") -> dict[str, Any]:
    """A chart (`tanheng.pages.charts`) under a name of its own on the page; `size` is low or home, else as high as usual."""
    return {"name": name, "data": data, "label": label, "size": size}


@register.inclusion_tag("tanheng/components/stepper.html")
def stepper(steps: Any) -> dict[str, Any]:
    """States in a row: mappings with label, state ("done", "current", "open"); detail, when and address where there are."""
    return {"steps": list(steps)}


@register.inclusion_tag("tanheng/components/packs.html")
def pack_switch(choices: Any) -> dict[str, Any]:
    """The rule packs a company's year is kept by, where it has several: objects with name, address and current."""
    return {"choices": list(choices or ())}


@register.inclusion_tag("tanheng/components/number.html")
def number(
    value: Any,
    address: str = "",
    *,
    decimals: int | None = None,
    status: str = "official",
    kind: str = "",
    unit: str = "",
) -> dict[str, Any]:
    """A figure with thousands separators; a link to its explanation when `address` is given; marked when unconfirmed.

    `value` is decimal text (or a Decimal), absent is None: shown as a dash, never as zero. Nothing is rounded here
    except for show when `decimals` is given; then the full value stands in the title.
    """
    return {
        "text": grouped(value, decimals),
        "full": str(value) if value is not None else "",
        "address": address,
        "unconfirmed": status in UNCONFIRMED,
        "status": status,
        "kind": kind,
        "unit": unit,
    }


@register.simple_tag
def change_mark(large: str, against: Any = "") -> SafeString:
    """How a large change stands out: an arrow, a colour and a word, "large rise"; `against` names what it is compared with."""
    if large not in CHANGE_WORDS:
        return SafeString("")
    arrow, word = CHANGE_ARROWS[large], str(CHANGE_WORDS[large])
    said = _("%(word)s against %(label)s") % {"word": word, "label": against} if against else word
    return format_html('<span class="change change-{}"><span aria-hidden="true">{}</span> {}</span>', large, arrow, said)


@register.simple_tag
def change_sign(large: str, against: Any = "") -> SafeString:
    """The mark of a large change where there is room for its arrow alone: the word is read aloud and shown when pointed at."""
    said = _("%(word)s against %(label)s") % {"word": CHANGE_WORDS[large], "label": against} if against else ""
    spoken = format_html('<span class="visually-hidden">{}</span>', said) if said else SafeString("")
    sign = format_html('<span aria-hidden="true">{}</span>{}', CHANGE_ARROWS[large], spoken)
    return format_html('<span class="change-sign change-{}" title="{}">{}</span>', large, said, sign)


@register.inclusion_tag("tanheng/components/empty.html")
def empty_page(title: str, sentence: str = "", step: str = "", address: str = "", *, picture: str = "folder") -> dict[str, str]:
    """What would be here, and the first step to get there."""
    return {"title": title, "sentence": sentence, "step": step, "address": address, "picture": picture}


@register.inclusion_tag("tanheng/components/pages.html", takes_context=True)
def page_links(context: Any, page: Any) -> dict[str, Any]:
    """Links to the neighbouring pages of a list, keeping the filters of the address."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    return {"page": page, "query": query.urlencode()}


@register.inclusion_tag("tanheng/components/field.html")
def form_field(field: Any) -> dict[str, Any]:
    """One form field with its label, help and errors, tied together for screen readers."""
    return {"field": field, "choice": getattr(field.field.widget, "input_type", "") in ("checkbox", "radio")}


@register.filter
def grouped(value: Any, decimals: int | None = None) -> str:
    """Decimal text with thousands separators and a true minus sign; a dash for None or blank."""
    if value is None or value == "":
        return "—"
    try:
        number_value = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    text = f"{number_value:,.{decimals}f}" if decimals is not None else f"{number_value:,f}"
    return text.replace("-", "−")


@register.filter
def grouped_text(text: Any) -> str:
    """A line of arithmetic with thousands separators in its numbers: `630083.27 + 955.63` as 630,083.27 + 955.63."""
    return LONG_WHOLE.sub(lambda whole: f"{int(whole.group()):,}", str(text)) if text else ""


@register.filter
def symbols(text: Any) -> SafeString:
    """A symbol or a line of symbols with the indices set low: `E_an` as E with the index an."""
    return format_html_join("", "{}", ((_at_height(part),) for part in parts(symbols_marked(str(text)))))


@register.filter
def listed(texts: Any) -> str:
    """Words one after the other, with the comma of the reader's language."""
    return ("、" if (get_language() or "").startswith("zh") else ", ").join(str(text) for text in texts)


@register.filter
def severity_colour(severity: str) -> str:
    """Colour name of a severity; the word always stands beside it."""
    return {"error": "red", "warning": "yellow", "note": "blue"}.get(severity, "secondary")


@register.filter
def severity_word(severity: str) -> str:
    """The severity in the reader's language."""
    return {"error": _("Error"), "warning": _("Warning"), "note": _("Note")}.get(severity, severity)


def _at_height(part: Part) -> SafeString:
    return format_html({"low": "<sub>{}</sub>", "high": "<sup>{}</sup>", "": "{}"}[part.height], part.text)


def _problem(problem: Any) -> dict[str, Any]:
    shown = dict(problem)
    shown["asks"] = bool(shown.get("digest")) and shown.get("severity") == "warning"
    if "place" not in shown:
        shown["place"] = _place_text(shown.get("where") or {})
        shown["places"] = [{"text": _place_text(where)} for where in (shown.get("places") or ())[1:]]
    return shown


def _place_text(where: Any) -> str:
    parts = where.values() if isinstance(where, dict) else [where]
    return " · ".join(str(part) for part in parts if part is not None)


@cache
def _content_hash(path: str) -> str:
    found = finders.find(path)
    if not isinstance(found, str):
        raise FileNotFoundError(f"no static file {path}")
    return hashlib.sha256(Path(found).read_bytes()).hexdigest()[:12]


@cache
def _icon(name: str) -> SafeString:
    found = finders.find(f"{ICON_FOLDER}/{name}.svg")
    if not isinstance(found, str):
        raise FileNotFoundError(f"no icon {name} in {ICON_FOLDER}")
    # Only the paths are taken over; the frame of the picture is ours. The first path is an invisible square.
    paths = re.findall(r'<path d="([^"]+)"', Path(found).read_text(encoding="utf-8"))
    return format_html(
        '<svg class="icon" width="20" height="20" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
        'stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">'
        "{}</svg>",
        format_html_join("", '<path d="{}"/>', ((path,) for path in paths)),
    )
