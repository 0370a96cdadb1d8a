"""What a report says beside its numbers, as far as the organisation knows it; nothing is made up."""

from django.utils import timezone

from tanheng.apps.accounting.models import Run
from tanheng.apps.sites.models import Node
from tanheng.apps.sites.selectors import descendants, facts
from tanheng.documents.report_facts import ReportFacts


def report_facts(run: Run) -> ReportFacts:
    """Name, code, sites and permits of the company; nothing else is recorded yet."""
    company = run.node
    sites = [node.name for node in descendants(company, kind="site")]
    permits = [fact.value for node in descendants(company) if (fact := facts(node).get("permit_number"))]
    enterprise = {
        "entity_name": company.name, "entity_code": company.code, "production_site": "；".join(sites),
        "permit_number": "；".join(permits),
    }
    return ReportFacts(
        enterprise={name: text for name, text in enterprise.items() if text}, facilities=_facility_facts(company),
        written_date=timezone.localdate().isoformat(),
    )


def _facility_facts(company: Node) -> dict[str, dict[str, str]]:
    """Facts in force by facility code; ids a report does not know are left aside by it."""
    return {
        node.code: {name: fact.value for name, fact in facts(node).items()} for node in descendants(company, kind="facility")
    }
