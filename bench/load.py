"""Asking a server over several connections at once, each its next question when the answer to the last has come."""

from __future__ import annotations

import http.client
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from statistics import quantiles

PATIENCE_S = 120


@dataclass(frozen=True)
class Question:
    """One request."""

    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    method: str = "GET"
    body: bytes | None = None


@dataclass(frozen=True)
class Answers:
    """What came: the seconds of each answer, the statuses, how long all took."""

    seconds: list[float]
    statuses: list[int]
    took: float

    @property
    def percentile_95(self) -> float:
        """The 95th percentile of an answer's seconds."""
        return quantiles(self.seconds, n=20, method="inclusive")[-1]

    def count(self, good: Callable[[int], bool]) -> int:
        """How many have such a status."""
        return sum(map(good, self.statuses))


def asked(port: int, questions: Sequence[Sequence[Question]]) -> Answers:
    """Each sequence over a connection of its own, all at once. A connection that breaks counts as status 0 and is opened anew."""
    started = time.perf_counter()
    with ThreadPoolExecutor(len(questions)) as pool:
        told = [one for some in pool.map(lambda own: _over_one(port, own), questions) for one in some]
    return Answers([seconds for seconds, _ in told], [status for _, status in told], time.perf_counter() - started)


def _over_one(port: int, questions: Sequence[Question]) -> list[tuple[float, int]]:
    told, connection = [], http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
    for one in questions:
        started = time.perf_counter()
        try:
            connection.request(one.method, one.path, one.body, dict(one.headers))
            answer = connection.getresponse()
            answer.read()
            status = answer.status
        except (OSError, http.client.HTTPException):
            connection.close()
            status = 0
        told.append((time.perf_counter() - started, status))
    connection.close()
    return told
