"""What an HTML page says of itself in its head: title, publisher, address, language, dates."""

import re
from collections.abc import Iterator
from datetime import date

from bs4 import BeautifulSoup
from bs4.element import Tag

from corpus.dates import iso_date
from corpus.readers.html.schema_org import Node, Schema, is_a, text_of
from corpus.readers.html.tree import raw_attribute, words_of
from corpus.records import PageFacts

SEPARATORS = re.compile(r"\s*[|–—·»]\s*|\s+[-:]\s+")  # between the title of a page and the name of its site
PAGES = (
    "WebPage", "MedicalWebPage", "FAQPage", "QAPage", "ItemPage", "AboutPage", "HealthTopicContent",
    "Article", "NewsArticle", "MedicalScholarlyArticle", "TechArticle", "BlogPosting",
)  # fmt: skip
ISSUED = ("article:published_time", "dcterms.issued", "dc.date.issued", "dcterms.created", "citation_publication_date")


def facts_of(soup: BeautifulSoup, schema: Schema) -> PageFacts:
    """The facts that the page states for machines, and its title. None where it does not say."""
    pages = [node for node in schema.nodes if is_a(node, *PAGES)]
    publisher = _meta(soup, "og:site_name") or _publisher(pages, schema)
    language = raw_attribute(soup.html, "lang") if soup.html else ""
    return PageFacts(
        title=_title(soup, publisher),
        publisher=publisher,
        url=_canonical(soup) or _web_address(_meta(soup, "og:url")),
        language=language or None,
        reviewed=_first_date(text_of(page.get("lastReviewed")) for page in pages),
        published=_first_date(text_of(page.get("datePublished")) for page in pages)
        or _first_date(_meta(soup, name) for name in ISSUED),
    )


def _title(soup: BeautifulSoup, publisher: str | None) -> str | None:
    heading = words_of(soup.find("h1"))
    said = _meta(soup, "og:title") or words_of(soup.find("title"))
    return heading or without_site_name(said, publisher) or None


def without_site_name(title: str, publisher: str | None) -> str:
    """A title without the name of its site behind it or before it."""
    site = (publisher or "").casefold()
    parts = list(SEPARATORS.finditer(title))
    for part in parts if site else ():
        if title[part.end() :].casefold() == site:
            return title[: part.start()] or title
        if title[: part.start()].casefold() == site:
            return title[part.end() :] or title
    return title


def _publisher(pages: list[Node], schema: Schema) -> str | None:
    named = {str(node["@id"]): node for node in reversed(schema.nodes) if "@id" in node and node.get("name")}
    for said in (page.get("publisher") for page in pages):
        one = next(iter(said), None) if isinstance(said, list) else said
        if isinstance(one, dict):
            one = text_of(one.get("name") or named.get(str(one.get("@id")), {}).get("name"))
        name = " ".join(one.split()) if isinstance(one, str) else ""
        if name and not name.startswith(("http://", "https://", "#")):
            return name
    return None


def _first_date(said: Iterator[str | None]) -> date | None:
    return next((day for day in map(iso_date, said) if day), None)


def _meta(soup: BeautifulSoup, name: str) -> str | None:
    written = re.compile(f"^{re.escape(name)}$", re.IGNORECASE)
    tag = soup.find("meta", property=written) or soup.find("meta", attrs={"name": written})
    return " ".join(raw_attribute(tag, "content").split()) or None if isinstance(tag, Tag) else None


def _canonical(soup: BeautifulSoup) -> str | None:
    link = soup.find("link", rel="canonical")
    return _web_address(raw_attribute(link, "href")) if isinstance(link, Tag) else None


def _web_address(address: str | None) -> str | None:
    return address if address and address.startswith(("https://", "http://")) else None
