"""Asked in the environment of the generated house (`python -m bench.house_people WRITERS`): tokens, a session, addresses of runs.

One JSON document; what stands there is of this machine's generated house alone.
"""

from __future__ import annotations

import json
import os
import sys
from importlib import import_module
from itertools import cycle
from typing import Any

import django

RUNS = 16  # so many, of the newest, are looked at in turn


def main() -> None:
    """Print the document."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tanheng.config.settings")
    django.setup()
    from django.urls import reverse

    from tanheng.apps.accounting.models import Run
    from tanheng.apps.people.models import User

    run_ids = list(Run.objects.order_by("-pk").values_list("pk", flat=True)[:RUNS])
    reader = User.objects.get(email="p4-001@house.example")
    own = list(Run.objects.filter(node__assignments__user=reader).order_by("-pk").values_list("pk", flat=True)[:RUNS])
    told = {
        "writers": writers(int(sys.argv[1])),
        "reader": {"session": session(reader), "token": _token(reader, _company_of(reader), ["view_data"])},
        "results": [reverse("accounting:results", args=[pk]) for pk in own],
        "api": [f"/api/v1/runs/{pk}" for pk in own],
        "plain": [f"/runs/{pk}/" for pk in run_ids],
        **counts(),
    }
    sys.stdout.write(json.dumps(told) + "\n")


def counts() -> dict[str, int]:
    """What must grow by one with each write, and whether the journal is whole."""
    from tanheng.apps.evidence.models import Attachment
    from tanheng.apps.journal.selectors import verify_journal

    return {"attachments": Attachment.objects.count(), "holds": int(verify_journal().holds)}


def writers(number: int) -> list[dict[str, Any]]:
    """So many people who may upload, of one company after the other, each with a token."""
    from tanheng.apps.people.models import User
    from tanheng.apps.sites.models import Node

    companies = list(Node.objects.filter(kind="company").order_by("pk"))
    found, places = [], {company.pk: iter((0, 1, 2, 3, 8, 9)) for company in companies}
    for company in cycle(companies):
        if len(found) == number:
            return found
        place = next(places[company.pk], 0)
        index = int(company.code[-5:])
        user = User.objects.get(email=f"p{place}-{index:03d}@house.example")
        found.append({"company": company.pk, "token": _token(user, company, ["upload_data", "view_data"])})
    return found


def _company_of(user: Any) -> Any:
    return user.assignments.get().node


def _token(user: Any, company: Any, scopes: list[str]) -> str:
    from tanheng.apps.people.access.actors import in_person
    from tanheng.apps.people.services.tokens import create_token

    return str(create_token(actor=in_person(user), node=company, name="benchmark", scopes=scopes)[1])


def session(user: Any) -> str:
    """The key of a session, as signing in makes it."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session.update({SESSION_KEY: str(user.pk), BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0]})
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)


if __name__ == "__main__":
    main()
