"""What the API has done by itself: answers that no retry can ask for any more are forgotten."""

from datetime import timedelta

from tanheng.api.models import KeptAnswer
from tanheng.engine.text import Text
from tanheng.store.clock import now

KEPT = timedelta(days=30)
FORGOTTEN = Text("清除了 {count} 条 30 天前的接口应答", "{count} answers to writes of more than 30 days ago were forgotten")


def forget_kept_answers() -> Text:
    """Answers by Idempotency-Key, after thirty days."""
    count, _by_table = KeptAnswer.objects.filter(at__lt=now() - KEPT).delete()
    return FORGOTTEN.filled(count=str(count))
