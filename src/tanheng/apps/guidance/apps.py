"""What the guidance app registers: the rule book as pages and what was clarified about it."""

from django.utils.translation import gettext_lazy as _

from tanheng.registration import RULES, App, Fact, Line, Verb


class GuidanceConfig(App):
    """The rule book and its clarifications."""

    name = "tanheng.apps.guidance"
    label = "guidance"
    url_prefixes = ("rules/", "search/")
    api = True
    verbs = (
        Verb("clarify_rules", _("Record clarifications in the rulebook"), ("carbon_manager", "administrator"), place=80, held="inside"),
    )
    actions = {
        "guidance.clarification.recorded": _("Recorded a clarification of {pack}, {place}: {said_by}, {said_on}, {document}"),
        "guidance.clarification.superseded": _(
            "Recorded a clarification of {pack}, {place}, in place of an earlier one: {said_by}, {said_on}, {document}"
        ),
    }
    stored_files = "tanheng.apps.guidance.selectors.stored_files"
    journal_areas = {"guidance.": _("Rulebook")}
    navigation = (Line(RULES, _("Rulebook"), "guidance:editions", "book", match=("guidance:",)),)
    rows = {"guidance.Clarification": "group"}
    facts = (
        Fact(
            "guidance.Clarification",
            {
                "clarification/1": {
                    "group": "group_id",
                    "pack": "pack",
                    "pack_hash": "pack_hash",
                    "anchor": "anchor",
                    "place": "place",
                    "text": "#text",
                    "said_by": "said_by",
                    "said_on": "said_on",
                    "document": "document",
                    "sha256": "file__sha256",
                    "file_name": "file_name",
                    "supersedes": "supersedes_id",
                    "by": "by_id",
                    "at": "at",
                }
            },
        ),
    )
