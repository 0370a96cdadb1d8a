"""The file that waits for the reason it is given for: the person's latest upload at the company, refused for the want of one.

Its content stands for a day in the place of the refused file of its company, so that nobody has to choose it a second time.
"""

from dataclasses import dataclass

from tanheng.apps.people.models import User
from tanheng.apps.sites.models import Node
from tanheng.store.refused_files import refused_content
from tanheng.store.tasks.models import FAILED, Task

IMPORT = "records.import"
NO_IMPORT = 0  # in the place of the number of an import that was refused


@dataclass(frozen=True)
class WaitingUpload:
    """A file that is here: the task that refused it, its name and its content."""

    task: int
    file_name: str
    content: bytes


def waiting_of(user: User, company: Node) -> WaitingUpload | None:
    """The file of a person that waits at a company; None where there is none, or it is kept no longer."""
    latest = Task.objects.filter(user=user, place=company.path, name=IMPORT).select_related("end").first()
    if latest is None or latest.state != FAILED:
        return None
    content = refused_content(company.pk, NO_IMPORT, latest.words["sha256"])
    return None if content is None else WaitingUpload(latest.pk, latest.words["file_name"], content)
