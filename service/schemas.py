"""What strangers may send, checked by pydantic. What they get back are frozen values of our own."""

from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.config import JsonDict

from service.answerer import MAX_QUESTION_CHARACTERS, MAX_RESULTS

DEFAULT_RESULTS = 5
QUESTION_ABOUT = "The question, in a person's own words. White space around it is ignored."
TOP_ABOUT = "How many results are wanted."
EXAMPLE_QUESTION = "how long will I be in hospital?"
PRINTED = r"[\p{L}\p{M}\p{N}\p{P}\p{S}]"  # letters, marks, numbers, punctuation, symbols: one is there
# Told to readers of the API only: whether a question can be used is decided in one place, the answerer.
QUESTION_LIMITS: JsonDict = {"minLength": 1, "maxLength": MAX_QUESTION_CHARACTERS, "pattern": PRINTED}

FIELD_LIMITS = {
    "question": f"Give text of 1 to {MAX_QUESTION_CHARACTERS} characters.",
    "q": f"Give text of 1 to {MAX_QUESTION_CHARACTERS} characters.",
    "top": f"Give a whole number from 1 to {MAX_RESULTS}.",
    "body": "Send a JSON object, with the header `Content-Type: application/json`.",
}


def _as_whole(said: object) -> object:
    """JSON has one kind of number: 3.0 is as whole as 3."""
    return int(said) if isinstance(said, float) and said.is_integer() else said


class AskBody(BaseModel):
    """The body of `POST /api/ask`. Nothing is converted: a number is not text, and text is not a number."""

    model_config = ConfigDict(
        strict=True, extra="forbid", json_schema_extra={"examples": [{"question": EXAMPLE_QUESTION, "top": 3}]}
    )

    question: str = Field(description=QUESTION_ABOUT, json_schema_extra=QUESTION_LIMITS)
    top: Annotated[int, BeforeValidator(_as_whole)] = Field(
        default=DEFAULT_RESULTS, ge=1, le=MAX_RESULTS, description=TOP_ABOUT
    )


QuestionParameter = Annotated[str, Query(description=QUESTION_ABOUT, json_schema_extra=QUESTION_LIMITS)]
TopParameter = Annotated[int, Query(ge=1, le=MAX_RESULTS, description=TOP_ABOUT)]
