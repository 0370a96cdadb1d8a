"""Every name that an app registers is there: functions, exceptions, pages, and the verbs of its tasks."""

import pytest
from django.urls import reverse
from django.utils.module_loading import import_string

from tanheng.apps.people.models.permissions import ROLES, VERBS
from tanheng.registration.collected import registered_apps

APPS = {app.label: app for app in registered_apps()}


@pytest.mark.parametrize("label", APPS)
def test_what_an_app_names_is_there(label):
    app = APPS[label]
    functions = [*app.cell_checks, *(one.does for one in (*app.tasks, *app.jobs)), *(panel.maker for panel in app.home_panels)]
    for name in [*functions, *(refusal.error for refusal in app.refusals)]:
        assert callable(import_string(name)), name
    for panel in app.home_panels:
        assert set(panel.roles) <= set(ROLES)


@pytest.mark.parametrize("kind", [kind for app in APPS.values() for kind in app.tasks], ids=lambda kind: kind.name)
def test_a_task_leads_to_a_page_and_asks_for_verbs_there_are(kind):
    assert reverse(kind.view, args=[1]) and kind.api.format(id=1) != kind.api
    assert {kind.verb, kind.seen_with} <= set(VERBS)
