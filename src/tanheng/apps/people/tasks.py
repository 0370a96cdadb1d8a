"""What people has done by itself."""

from tanheng.apps.people.services.sent_forms import forget_sent_forms
from tanheng.apps.people.services.tokens import end_expired_tokens
from tanheng.engine.text import Text

FORGOTTEN = Text("清除了 {count} 条 30 天前的表单提交记录", "{count} records of forms sent more than 30 days ago were forgotten")
ENDED = Text("停用了 {count} 个到期令牌", "{count} expired tokens were ended")


def end_expired() -> Text:
    """Tokens whose last day has passed."""
    return ENDED.filled(count=str(end_expired_tokens()))


def forget_forms() -> Text:
    """Forms that were sent, after thirty days."""
    return FORGOTTEN.filled(count=str(forget_sent_forms()))
