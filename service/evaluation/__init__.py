"""The evaluation, in a room of its own: labelled questions in, a report out."""

from service.evaluation.labels import LabelledQuestion, read_labelled, read_operations
from service.evaluation.measured import Evaluation, MeasuredQuestion, evaluated

__all__ = ["Evaluation", "LabelledQuestion", "MeasuredQuestion", "evaluated", "read_labelled", "read_operations"]
