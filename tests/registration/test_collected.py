"""What apps register is put together in one order, and nothing is said twice: the error names both apps."""

from types import ModuleType

import pytest
from django.urls import path

from tanheng.apps.people.models.permissions import refuse_unknown_roles
from tanheng.cli import of_apps
from tanheng.registration import App, HomePanel, Line, Refusal, Section, Verb, collected

TRADES = Section("Trades", 10)


def view(request):
    """Never asked."""


def made(label: str, **said: object) -> App:
    """An app that says this of itself."""
    module = ModuleType(f"tests.registration.{label}")
    module.__file__ = __file__
    return type(label, (App,), {"name": module.__name__, "label": label, **said})(module.__name__, module)


@pytest.fixture
def apps(monkeypatch):
    """Put apps in the place of the house's."""

    def put(*found: App) -> None:
        monkeypatch.setattr(collected, "registered_apps", lambda: list(found))
        for each in (collected.actions, collected.navigation, collected.home_panels, collected.value_labels):
            each.cache_clear()

    yield put
    monkeypatch.undo()
    for each in (collected.actions, collected.navigation, collected.home_panels, collected.value_labels):
        each.cache_clear()


SAID_TWICE = {
    "address": ("deals/", {"url_prefixes": ("deals/",)}),
    "verb": ("deal", {"verbs": (Verb("deal", "Deal", (), place=1),)}),
    "journal action": ("deals.deal.made", {"actions": {"deals.deal.made": "Made"}}),
    "label of the journal's key": ("side", {"value_labels": {"side": {"buy": "bought"}}}),
    "area of the journal": ("deals.", {"journal_areas": {"deals.": "Deals"}}),
    "exception": ("x.NoLotError", {"refusals": (Refusal("x.NoLotError", 409, "DEAL-409", "No lot"),)}),
    "command": ("deals", {"commands": {"deals": ("a:b", "")}}),
}


@pytest.mark.parametrize("what", SAID_TWICE)
def test_what_two_apps_claim_is_refused_with_both_names(apps, what):
    name, said = SAID_TWICE[what]
    apps(made("trading", **said), made("other"))
    collected.check_registrations()
    apps(made("trading", **said), made("insight", **said))
    with pytest.raises(collected.RegistrationError, match=rf"^{what} '{name}' is registered by trading and again by insight"):
        collected.check_registrations()


def test_what_one_app_says_twice_is_refused_too(apps):
    apps(made("trading", url_prefixes=("deals/", "deals/")))
    with pytest.raises(collected.RegistrationError, match="by trading and again by trading"):
        collected.check_registrations()


def test_two_apps_that_answer_one_address_of_the_api_are_refused(apps, monkeypatch):
    ninja = pytest.importorskip("ninja")
    routers = {}
    for label in ("trading", "insight"):
        routers[f"tests.registration.{label}.api.router"] = router = ninja.Router()
        router.get("/deals/{deal_id}")(lambda request, deal_id: deal_id)
    monkeypatch.setattr(collected, "import_string", routers.__getitem__)
    apps(made("trading", api=True))
    assert len(collected.api_routers()) == 1
    apps(made("trading", api=True), made("insight", api=True))
    with pytest.raises(
        collected.RegistrationError, match=r"address of the API '/deals/\{deal_id\}' is registered by trading and again by insi"
    ):
        collected.api_routers()


def test_an_app_that_answers_outside_of_its_prefixes_is_refused(apps, monkeypatch):
    addresses = ModuleType("addresses")
    addresses.app_name = "trading"
    addresses.urlpatterns = [path("deals/<int:deal_id>/", view, name="deal"), path("data/", view, name="data")]
    monkeypatch.setattr(collected, "include", lambda name: (addresses.urlpatterns, "trading", "trading"))
    apps(made("trading", url_prefixes=("deals/", "data/")))
    assert len(collected.url_patterns()) == 1
    apps(made("trading", url_prefixes=("deals/",)))
    with pytest.raises(
        collected.RegistrationError, match=r"trading answers 'data/', which begins with none of its url_prefixes \(deals/\)"
    ):
        collected.url_patterns()


def test_a_navigation_line_asks_for_a_verb_that_exists(apps):
    line = Line(TRADES, "Deals", "trading:deals", "scale", verb="deal")
    apps(made("trading", navigation=(line,), verbs=(Verb("deal", "Deal", (), place=1),)))
    collected.check_registrations()
    apps(made("trading", navigation=(line,)))
    with pytest.raises(collected.RegistrationError, match="the verb 'deal', which no app registers"):
        collected.check_registrations()


def test_a_role_that_does_not_exist_is_refused():
    refuse_unknown_roles(["clerk", "verifier"])
    with pytest.raises(collected.RegistrationError, match=r"^no such role: trader; the roles are clerk"):
        refuse_unknown_roles(["clerk", "trader"])


def test_the_command_line_reads_what_the_apps_register(monkeypatch):
    assert of_apps.commands_of_apps() == {name: said for app in collected.registered_apps() for name, said in app.commands.items()} != {}
    monkeypatch.setattr(of_apps, "INSTALLED_APPS", [*of_apps.INSTALLED_APPS, "tanheng.apps.journal"])
    with pytest.raises(ValueError, match=r"'verify-journal' is registered by tanheng\.apps\.journal and by an app before it"):
        of_apps.commands_of_apps()


def test_what_several_apps_register_stands_by_place_then_by_the_list_of_apps(apps):
    def line(name: str, section: Section = TRADES, place: int = 0) -> Line:
        return Line(section, name, f"x:{name}", "scale", place=place)

    later = Section("Later", 90)
    apps(
        made("one", navigation=(line("a"), line("last", place=1), line("z", later)), verbs=(Verb("late", "", (), place=9),)),
        made("two", navigation=(line("b"),), verbs=(Verb("early", "", (), place=1),), home_panels=(HomePanel("x.y", (), place=2),)),
        made("three", home_panels=(HomePanel("x.x", (), place=1),)),
    )
    assert [(section and section.heading, line.label) for section, line in collected.navigation()] == [
        ("Trades", "a"), (None, "b"), (None, "last"), ("Later", "z"),
    ]  # fmt: skip
    assert [verb.id for verb in collected.verbs()] == ["early", "late"]
    assert [panel.maker for panel in collected.home_panels()] == ["x.x", "x.y"]


def test_labels_stand_in_the_registration_or_where_it_says(apps):
    apps(
        made("one", value_labels={"side": {"buy": "bought"}}),
        made("two", value_labels={"role": "tanheng.apps.people.models.permissions.ROLE_LABELS"}),
    )
    assert collected.value_labels()["side"] == {"buy": "bought"}
    assert "clerk" in collected.value_labels()["role"]
