"""What a page says in the words of schema.org, for machines: as JSON-LD, and as microdata for its questions."""

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bs4 import BeautifulSoup
from bs4.element import Tag

from corpus.readers.html.tree import raw_attribute, words_of

MAX_ASKED = 500  # questions of one page
MAX_NODES = 100_000  # of JSON that are looked at
WRAPPING = re.compile(r"^\s*(<!--|<!\[CDATA\[|//\s*<!\[CDATA\[)|(-->|\]\]>|;)\s*$")
QUESTION_TYPE = re.compile(r"schema\.org/Question/?(\s|$)")
ESCAPED_TAG = re.compile(r"&lt;/?(p|br|ul|ol|li|strong|b|em|i|a|div|span|h\d)\b", re.IGNORECASE)

Node = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its answer: HTML, or the element that holds it."""

    question: str
    answer: Tag | str


@dataclass(frozen=True, slots=True)
class Schema:
    """The JSON-LD nodes of a page in order, outer before inner, and its questions."""

    nodes: tuple[Node, ...] = ()
    asked: tuple[Asked, ...] = ()
    remarks: tuple[str, ...] = ()


def schema_of(soup: BeautifulSoup) -> Schema:
    """What the page says. Of JSON that is broken there is nothing but a remark."""
    nodes: list[Node] = []
    remarks: list[str] = []
    for script in soup.find_all("script", type=re.compile(r"^\s*application/ld\+json", re.IGNORECASE)):
        try:
            said = json.loads(WRAPPING.sub("", WRAPPING.sub("", script.get_text())), strict=False)
        except (ValueError, RecursionError) as error:
            remarks.append(f"The page's schema.org data is broken ({error}); questions stated only there are missing.")
        else:
            nodes.extend(_nodes_in(said))
    asked = (*_asked_in(nodes), *_asked_in_microdata(soup))
    return Schema(tuple(nodes), asked[:MAX_ASKED], tuple(remarks[:1]))


def is_a(node: Node, *types: str) -> bool:
    """Whether a node is of one of the types, however it writes them."""
    said = node.get("@type")
    return any(
        str(one).rpartition("/")[2].rpartition(":")[2] in types for one in (said if isinstance(said, list) else [said])
    )


def text_of(said: object) -> str:
    """The text that JSON-LD gives, as such or as a typed value."""
    if isinstance(said, list):
        said = next(iter(said), None)
    if isinstance(said, dict):
        said = said.get("@value")
    return said if isinstance(said, str) else ""


def _nodes_in(said: object) -> Iterator[Node]:
    stack = [said]
    for _ in range(MAX_NODES):
        if not stack:
            return
        here = stack.pop()
        if isinstance(here, dict):
            if is_a(here, "Quiz"):  # asks the reader
                continue
            yield here
            stack.extend(reversed(list(here.values())))
        elif isinstance(here, list):
            stack.extend(reversed(here))


def _asked_in(nodes: list[Node]) -> Iterator[Asked]:
    for node in nodes:
        if not is_a(node, "Question"):
            continue
        question = _plain(text_of(node.get("name")) or text_of(node.get("text")))
        answer = _html(_answer_of(node))
        if question and answer.strip():
            yield Asked(question, answer)


def _answer_of(question: Node) -> str:
    for name in ("acceptedAnswer", "suggestedAnswer"):
        answers = question.get(name)
        for answer in answers if isinstance(answers, list) else [answers]:
            said = text_of(answer.get("text")) if isinstance(answer, dict) else text_of(answer)
            if said.strip():
                return said
    return ""


def _html(said: str) -> str:
    return html.unescape(said) if ESCAPED_TAG.search(said) else said


def _plain(said: str) -> str:
    said = html.unescape(said)
    return " ".join(re.sub(r"<[^<>]{1,200}>", "", said).split())


def _asked_in_microdata(soup: BeautifulSoup) -> Iterator[Asked]:
    stack: list[Tag] = [soup]
    while stack:
        tag = stack.pop()
        if not QUESTION_TYPE.search(raw_attribute(tag, "itemtype")):
            stack.extend(part for part in reversed(tag.contents) if isinstance(part, Tag))
        elif (asked := _asked_by(tag)) is not None:  # a question in a question is none: nobody writes that
            yield asked


def _asked_by(item: Tag) -> Asked | None:
    name = item.find(itemprop=re.compile(r"^(name|text)$"))
    answer = item.find(itemprop=re.compile(r"^(acceptedAnswer|suggestedAnswer)$"))
    if not isinstance(name, Tag) or not isinstance(answer, Tag):
        return None
    text = answer.find(itemprop="text")
    question = words_of(name) or " ".join(raw_attribute(name, "content").split())
    said: Tag | str = text if isinstance(text, Tag) else answer
    if isinstance(text, Tag) and not words_of(text):
        said = raw_attribute(text, "content")
    return Asked(question, said) if question else None
