"""What people has done by itself."""

from tanheng.apps.people.services.tokens import end_expired_tokens
from tanheng.engine.text import Text

ENDED = Text("停用了 {count} 个到期令牌", "{count} expired tokens were ended")


def end_expired() -> Text:
    """Tokens whose last day has passed."""
    return ENDED.filled(count=str(end_expired_tokens()))
