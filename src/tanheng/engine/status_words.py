"""What a number of the rules rests on, in words; whatever is not an official text carries the mark of the unconfirmed."""

from __future__ import annotations

from tanheng.engine.pack import CONFIRMED
from tanheng.engine.text import Text

STATUS_LABELS = {
    "official": Text("官方文本", "official"),
    "draft": Text("征求意见稿", "draft"),
    "analogous": Text("类推", "analogous"),
    "secondary": Text("二手资料", "secondary"),
    "recalled": Text("凭记忆", "recalled"),
    "derived": Text("推算", "derived"),
    "project": Text("本系统设定", "project"),
    "override": Text("用户替换", "user override"),
}
UNCONFIRMED = Text("未确认", "unconfirmed")


def status_label(status: str, lang: str) -> str:
    """The status in words: 官方文本, 未确认（二手资料）."""
    name = STATUS_LABELS[status].in_(lang) if status in STATUS_LABELS else status
    if not status or status == CONFIRMED:
        return name
    return f"{UNCONFIRMED.in_(lang)}（{name}）" if lang.startswith("zh") else f"{UNCONFIRMED.in_(lang)} ({name})"
