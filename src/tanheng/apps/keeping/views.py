"""The page of stored files: which are missing or damaged, and when all of them were read last."""

from itertools import islice

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tanheng.apps.keeping.access import kept_node
from tanheng.apps.keeping.pages.rows import damage_rows
from tanheng.apps.keeping.selectors.contents import damaged_contents, state_of_contents
from tanheng.apps.keeping.services.examining import examine_contents
from tanheng.pages.request import PageRequest

MOST_SHOWN = 200  # where the folder itself is gone, every content is missing
MOST_BYTES_AT_ONCE = 2 * 1024**3  # read while somebody waits; more is read by the command


def contents(request: PageRequest) -> HttpResponse:
    """What is stored and its state; posted, all of it is read and proven."""
    node, state = kept_node(request.reach), state_of_contents()
    if request.method == "POST":
        if state.size > MOST_BYTES_AT_ONCE:
            messages.warning(request, _("Too much to read while you wait: run “tanheng verify” on the machine itself."))
        else:
            examine_contents(actor=request.actor, node=node)
        return redirect("keeping:contents")
    shown = dict(islice(state.damaged.items(), MOST_SHOWN))
    rows, more = damage_rows(damaged_contents(shown)), len(state.damaged) - len(shown)
    return render(request, "keeping/contents.html", {"state": state, "rows": rows, "more": more})
