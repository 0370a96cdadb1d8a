"""Answers that came in an uploaded file: who is named in them, from when they can be, and whether they are more than proposals."""

from collections import Counter
from datetime import date

from tanheng.engine.case import Case
from tanheng.engine.case.register_problems import SENTENCES
from tanheng.engine.problems import Problem
from tanheng.engine.sentences import problem_of


def answers_too_late(case: Case, today: date) -> list[Problem]:
    """An answer of a day that has not come was not given yet."""
    found = [one for one in case.answers if one.on > today.isoformat()]
    return [problem_of(SENTENCES, "REC-107", one.origin.where(), found=one.on, known=today.isoformat()) for one in found]


def answers_proposed(case: Case, uploader: str) -> Problem:
    """Told where the uploader may not answer doubts: the answers stay in the file and settle none."""
    words = {"found": len(case.answers), "name": ", ".join(persons_counted(case)), "by": uploader}
    return problem_of(SENTENCES, "REC-106", case.answers[0].origin.where(), **words)


def persons_counted(case: Case) -> list[str]:
    """The persons named in the answers, each with how many of them: 张三（2）."""
    return [f"{person}（{count}）" for person, count in sorted(Counter(one.person for one in case.answers).items())]
