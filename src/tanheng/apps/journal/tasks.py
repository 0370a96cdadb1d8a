"""What the journal has done by itself: a checkpoint every day."""

from tanheng.apps.journal.services.checkpoints import sign_checkpoint
from tanheng.engine.text import Text
from tanheng.seal.checkpoints import read_checkpoint

SIGNED = Text("已签署检查点：日志 {size} 条", "Signed a checkpoint: {size} events")


def sign_daily() -> Text:
    """Sign the head of the journal, beside the database."""
    return SIGNED.filled(size=str(read_checkpoint(sign_checkpoint().text).size))
