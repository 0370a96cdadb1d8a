"""Answers that came in an uploaded file: who is named in them, and whether they are more than proposals."""

from collections import Counter

from tanheng.engine.case import Case
from tanheng.engine.case.register_problems import SENTENCES
from tanheng.engine.problems import Problem
from tanheng.engine.sentences import problem_of


def answers_proposed(case: Case, uploader: str) -> Problem:
    """Told where the uploader may not answer doubts: the answers stay in the file and settle none."""
    words = {"found": len(case.answers), "name": ", ".join(persons_counted(case)), "by": uploader}
    return problem_of(SENTENCES, "REC-106", case.answers[0].origin.where(), **words)


def persons_counted(case: Case) -> list[str]:
    """The persons named in the answers, each with how many of them: 张三（2）."""
    return [f"{person}（{count}）" for person, count in sorted(Counter(one.person for one in case.answers).items())]
