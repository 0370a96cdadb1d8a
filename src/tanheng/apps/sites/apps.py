"""What the sites app registers: organisation tree, set-up, the administrator's panel of Home, names of places."""

from django.utils.translation import gettext_lazy as _

from tanheng.registration import SYSTEM, App, Fact, HomePanel, Line, Verb

KEEPERS = ("administrator", "system_administrator", "security_administrator", "audit_administrator")


class SitesConfig(App):
    """The organisation tree."""

    name = "tanheng.apps.sites"
    label = "sites"
    url_prefixes = ("organisation/", "setup/")
    api = True
    finders = ("tanheng.apps.sites.pages.finding.find_nodes",)
    verbs = (
        Verb(
            "view_organisation",
            _("See the organisation tree"),
            ("clerk", "carbon_manager", "group_manager", "verifier", *KEEPERS),
            place=10,
        ),
        Verb("manage_organisation", _("Change companies, sites and facilities"), ("administrator", "system_administrator"), place=90),
    )
    actions = {
        "sites.group.created": _("Created the group {name}"),
        "sites.company.created": _("Created the company {name} ({code})"),
        "sites.site.created": _("Created the site {name}"),
        "sites.facility.created": _("Created the facility {name} ({code})"),
        "sites.node.renamed": _("Renamed {old_name} to {name}"),
        "sites.facility.ended": _("Took {name} out of use on {in_use_to}: {reason}"),
        "sites.life.recorded": _("Recorded of {name}: {life} on {on} ({reason})"),
        "sites.life.withdrawn": _("Withdrew of {name}: {life} on {on}: {reason}"),
        "sites.company.changed": _("{old_name} ({old_code}) is {name} ({code}) from {on} on, by {source}"),
        "sites.list.recorded": _("Recorded of {name} for {year}: list {list}, {listed} ({source})"),
        "sites.fact.recorded": _("Recorded {attribute} = {value} of {name}, valid from {valid_from}"),
        "sites.setup.finished": _("Finished the set-up of {name}"),
    }
    value_labels = {
        "attribute": "tanheng.apps.sites.models.kinds.FACT_LABELS",
        "life": "tanheng.apps.sites.models.kinds.LIFE_LABELS",
        "list": "tanheng.apps.sites.models.kinds.LISTS",
        "listed": {"True": _("on the list"), "False": _("not on the list")},
    }
    place_names = "tanheng.apps.sites.selectors.node_names"
    journal_areas = {"sites.": _("Organisation")}
    navigation = (Line(SYSTEM, _("Organisation"), "sites:tree", "sitemap", "view_organisation", match=("sites:",)),)
    home_panels = (HomePanel("tanheng.apps.sites.pages.keeping_panel.keeping_panel", KEEPERS, place=50),)
    facts = (
        *(
            Fact(
                "sites.Node",
                {
                    f"{kind}/1": {
                        "name": "name",
                        "code": "code",
                        "parent": "parent_id",
                        "path": "path",
                        "facility_kind": "facility_kind",
                        "in_use_from": "in_use_from",
                        "in_use_to": "in_use_to",
                    }
                },
                only=("kind", kind),
            )
            for kind in ("group", "company", "site", "facility")
        ),
        Fact(
            "sites.NodeFact",
            {
                "node_fact/1": {
                    "node": "node_id",
                    "attribute": "attribute",
                    "value": "value",
                    "valid_from": "valid_from",
                    "source": "source",
                    "by": "recorded_by_id",
                    "at": "recorded_at",
                }
            },
        ),
        Fact(
            "sites.ListMembership",
            {
                "list_membership/1": {
                    "company": "company_id",
                    "sector": "sector",
                    "year": "year",
                    "listed": "listed",
                    "source": "source",
                    "by": "recorded_by_id",
                    "at": "recorded_at",
                }
            },
        ),
        Fact(
            "sites.LifeEvent",
            {
                "life_event/1": {
                    "company": "company_id",
                    "node": "node_id",
                    "kind": "kind",
                    "on": "on",
                    "until": "until",
                    "reason": "reason",
                    "source": "source",
                    "partner": "partner_id",
                    "corrects": "corrects_id",
                    "by": "recorded_by_id",
                    "at": "recorded_at",
                }
            },
        ),
    )
    rows = {"sites.LifeEvent": "company", "sites.ListMembership": "company"}
    proofs = ("tanheng.apps.sites.selectors.proof.prove_lives",)
    unlimited = {
        "sites.Node": "the organisation, from which it is told what anybody reaches",
        "sites.NodeFact": "what the organisation is made of; seen with it",
        "sites.Installation": "of the installation",
    }
    unsealed = {"sites.Installation": "who leads the set-up and what was typed in it; each change in it is sealed and asks for roles"}
