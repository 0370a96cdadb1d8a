"""What is asked beyond single rows, asked of the sound rows of a table that has wrong ones: all problems in one round.

What stands in a wrong row is not missing too: nothing is said of a place one of whose rows is wrong, and of an entity of which a row
could not be read at all.
"""

from __future__ import annotations

from collections.abc import Sequence

from tanheng.bulk.checks import expected_problems
from tanheng.bulk.completeness import layout_problems
from tanheng.bulk.layout import lay_out
from tanheng.bulk.problems import TableProblem
from tanheng.bulk.schema import TYPED
from tanheng.bulk.source.reading import TypedTable
from tanheng.bulk.sql.backend import Backend
from tanheng.engine.pack import Pack

UNCOUNTED = "BATCH-132"  # more rows are wrong than were looked up


def checked_all_the_same(
    backend: Backend, pack: Pack, typed: TypedTable, year: int, word: str, problems: Sequence[TableProblem]
) -> list[TableProblem]:
    """The problems of places whose rows are all sound, of the table `typed`; nothing where whole columns are in doubt."""
    errors = [one for one in problems if one.is_error]
    if any(one.row is None or one.problem.code == UNCOUNTED for one in errors):
        return []
    wrong = ", ".join(str(one.row) for one in errors)
    kept = backend.rows(f"SELECT _row, entity, facility FROM {TYPED} WHERE _row IN ({wrong})")
    places = {(entity, facility) for _, entity, facility in kept}
    unread = {one.row for one in errors} - {row for row, _, _ in kept}
    unsure = {one.entity for one in errors if one.row in unread}
    known = {row[0] for row in backend.rows(f"SELECT DISTINCT entity FROM {TYPED}")}
    if not unsure <= known:  # a row of nobody knows whom
        return []
    backend.make("typed_sound", f"SELECT * FROM {TYPED} WHERE _row NOT IN ({wrong})")
    backend.make(TYPED, "SELECT * FROM typed_sound")
    if not backend.rows(f"SELECT COUNT(*) FROM {TYPED}")[0][0]:
        return []
    layout = lay_out(backend, pack, typed, year, word)
    found = [*layout_problems(layout), *expected_problems(layout)]
    return [one for one in found if _is_sure(one, places, unsure)]


def _is_sure(problem: TableProblem, places: set[tuple[str, str]], unsure: set[str | None]) -> bool:
    """Whether no wrong row could have answered it; a place of the whole entity may be that of any of its rows."""
    if problem.entity in unsure:
        return False
    facility = problem.problem.where.facility
    if facility is None:
        return all(entity != problem.entity for entity, _ in places)
    return (problem.entity, facility) not in places
