"""Quotes of pages that labelled questions name as their answers."""

from dataclasses import dataclass

ANSWERS = 2  # the grade of a quote that answers; grade 1 helps
GRADES = (1, ANSWERS)


@dataclass(frozen=True, slots=True)
class Quote:
    """A stretch of a page that answers a question (grade 2) or helps (grade 1). `file` is the name of the page's."""

    file: str
    text: str
    grade: int
