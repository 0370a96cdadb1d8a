"""What work does by itself: it sweeps what crashes have left behind."""

from tanheng.engine.text import Text
from tanheng.store.clock import now
from tanheng.store.quarantine import sweep
from tanheng.store.tasks.models import Task
from tanheng.store.tasks.presence import forget_the_dead

SWEPT = Text("清除了隔离区的 {count} 个遗留文件", "{count} files left over in quarantine were removed")


def sweep_quarantine() -> Text:
    """Uploads that no task wants any more, and the files by which dead workers were known."""
    wanted = {task.file for task in Task.objects.filter(end=None) if task.file}
    forget_the_dead()
    return SWEPT.filled(count=str(sweep(wanted=wanted, at=now())))
