"""The page of the published checks: what data are held against, in every edition, with filters that live in the address."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tanheng.apps.guidance.selectors import edition_titles
from tanheng.documents.report.labels import SEVERITIES
from tanheng.documents.rule_book.check_catalogue import KINDS, CatalogueEntry, catalogue, chosen
from tanheng.documents.rule_book.check_stages import STAGES
from tanheng.engine.status_words import status_label
from tanheng.pages.language import reader_language

CHECKS_PER_PAGE = 40


def checks(request: HttpRequest) -> HttpResponse:
    """Every check that fits the filters: code, severity, where it runs, measure, range, clause, message and remedy."""
    lang = reader_language()
    titles = edition_titles(lang)
    asked = {name: request.GET.get(name, "").strip()[:200] for name in ("pack", "stage", "severity", "q")}
    found = chosen(catalogue(), pack=asked["pack"], stage=asked["stage"], severity=asked["severity"], words=asked["q"].replace("\x00", ""))
    page = Paginator(found, CHECKS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page, "rows": [_row(one, lang, titles) for one in page], "asked": asked, "titles": titles.items(),
        "stages": [(name, text.in_(lang)) for name, text in STAGES.items()],
        "severities": [(name, text.in_(lang)) for name, text in SEVERITIES.items()],
    }  # fmt: skip
    return render(request, "guidance/checks.html", context)


def _row(one: CatalogueEntry, lang: str, titles: dict[str, str]) -> dict[str, object]:
    return {
        "code": one.code, "kind": KINDS[one.kind].in_(lang), "asks": one.asks, "unit": one.unit,
        "packs": [(pack, titles[pack]) for pack in one.packs],
        "stages": [STAGES[stage].in_(lang) for stage in one.stages],
        "severities": [(severity, SEVERITIES[severity].in_(lang)) for severity in one.severities],
        "status": status_label(one.status, lang) if one.status else "",
        **{name: getattr(one, name).in_(lang) for name in ("message", "remedy", "measure", "limits", "clause")},
    }  # fmt: skip
