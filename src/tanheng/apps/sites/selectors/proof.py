"""The proof of lives: the first and the last day of use that stand with a facility are those of its records."""

from collections import Counter
from collections.abc import Callable, Iterator

from tanheng.apps.journal.selectors.damages import Damage, differing
from tanheng.apps.sites.models import LifeEvent, Node
from tanheng.apps.sites.selectors.life import lives_of


def prove_lives(tally: "Counter[str]", step: Callable[[int], None]) -> Iterator[Damage]:
    """Each facility with records whose first or last day of use is another than theirs."""
    nodes = list(Node.objects.filter(kind="facility", pk__in=LifeEvent.objects.values("node")))
    lives = lives_of(nodes)
    for node in nodes:
        tally["lives"] += 1
        life = lives[node.pk]
        wrong = [name for name, day in (("in_use_from", life.first), ("in_use_to", life.last)) if getattr(node, name) != day]
        if wrong:
            yield differing("life", node.pk, None, wrong)
        step(1)
