"""What came out of a run, as the results page shows it: rendered once for each language and whatever it is held against, then kept.

A run never changes; its body does where an earlier run comes in between, or where what it froze was corrected since.
"""

from collections import OrderedDict
from threading import Lock
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from tanheng.apps.accounting.models import Run
from tanheng.apps.accounting.pages.overview import overview
from tanheng.apps.accounting.pages.problem_rows import problem_rows
from tanheng.apps.accounting.pages.unconfirmed import unconfirmed_rows
from tanheng.apps.accounting.pages.untranslatable import untranslatable_of
from tanheng.apps.accounting.selectors.corrections import Corrections
from tanheng.engine import run as engine
from tanheng.pages.language import reader_language
from tanheng.pages.problem_texts import stored_problems

BODIES_KEPT = 64  # of about 100 kB each, in one server process
_kept: OrderedDict[tuple[Any, ...], SafeString] = OrderedDict()
_lock = Lock()


def results_body(run: Run, computed: engine.Run, corrections: Corrections, before: tuple[Run | None, Run | None]) -> SafeString:
    """Figures, charts, problems and unconfirmed values of a run that has been recomputed, held against the runs before it."""
    earlier = [one and (one.pk, one.run_hash) for one in before]
    key = (run.pk, run.at, run.run_hash, run.problems_hash, *earlier, corrections.mark, reader_language())
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    made = render_to_string("accounting/results_body.html", _context(run, computed, corrections, before))
    with _lock:
        _kept[key] = made
        while len(_kept) > BODIES_KEPT:
            _kept.popitem(last=False)
    return made


def _context(run: Run, computed: engine.Run, corrections: Corrections, before: tuple[Run | None, Run | None]) -> dict[str, Any]:
    return {
        "run": run,
        "pack": computed.pack,
        "overview": overview(run, computed, corrections, before),
        "problems": problem_rows(run, stored_problems(run.problems), computed),
        "unconfirmed": unconfirmed_rows(run, computed),
        "untranslatable": untranslatable_of(computed),
    }
