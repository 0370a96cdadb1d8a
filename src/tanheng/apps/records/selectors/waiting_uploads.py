"""The file that waits for what is still to be said of it: the person's latest upload at the company, refused for the want of a reason,
or of a confirmation that it shall count against what others have changed.

Its content stands for a day in the place of the refused file of its company, so that nobody has to choose it a second time.
"""

from dataclasses import dataclass

from tanheng.apps.people.models import User
from tanheng.apps.sites.models import Node
from tanheng.engine.problems import Problem
from tanheng.pages.problem_texts import stored_problems
from tanheng.store.refused_files import refused_content
from tanheng.store.tasks.models import DONE, FAILED, Task, TaskEnd

IMPORT = "records.import"
NO_IMPORT = 0  # in the place of the number of an import that was refused


@dataclass(frozen=True)
class WaitingUpload:
    """A file that is here: the task that refused it, its name and its content; what others have changed, and the number to be confirmed."""

    task: int
    file_name: str
    content: bytes
    confirm: str = ""
    others: tuple[Problem, ...] = ()


def waiting_of(user: User, company: Node) -> WaitingUpload | None:
    """The file of a person that waits at a company; None where there is none, or it is kept no longer."""
    latest = Task.objects.filter(user=user, place=company.path, name=IMPORT).select_related("end").first()
    if latest is None or latest.state != FAILED:
        return None
    content = refused_content(company.pk, NO_IMPORT, latest.words["sha256"])
    if content is None:
        return None
    confirm = latest.end.result if latest.end.result.isdecimal() else ""  # else it waits for the reason
    others = tuple(stored_problems(latest.end.problems)) if confirm else ()
    return WaitingUpload(latest.pk, latest.words["file_name"], content, confirm, others)


def imports_asked_before(user: User, company: Node, file: str) -> frozenset[int]:
    """The keys of the imports that became of a person's tasks at a company, asked for before the one that reads the file."""
    tasks = Task.objects.filter(user=user, place=company.path, name=IMPORT)
    own = next((one.pk for one in tasks.filter(arguments__contains=file) if one.words["file"] == file), None)
    earlier = tasks.filter(pk__lt=own) if own is not None else tasks.none()
    made = TaskEnd.objects.filter(task__in=earlier, outcome=DONE).values_list("result", flat=True)
    return frozenset(int(one) for one in made if one)
