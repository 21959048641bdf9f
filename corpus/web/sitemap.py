"""Sitemaps: the list of its pages that a site gives."""

from dataclasses import dataclass
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from corpus.errors import SourceError

ROOTS = ("urlset", "sitemapindex")


@dataclass(frozen=True, slots=True)
class Sitemap:
    """The addresses that a sitemap lists, in its order and as it writes them; an index lists other sitemaps."""

    pages: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()


def is_sitemap(data: bytes) -> bool:
    """Whether bytes look like a sitemap or an index of sitemaps."""
    head = data[:2_000].lstrip(b"\xef\xbb\xbf \r\n\t")
    return head.startswith(b"<") and any(f"<{root}".encode() in head or f":{root}".encode() in head for root in ROOTS)


def read_sitemap(data: bytes, address: str) -> Sitemap:
    """What a sitemap lists. Entities are not expanded, so a small file cannot become a large one.

    Raises:
        SourceError: it is not a sitemap in well-formed XML.
    """
    try:
        root = fromstring(data)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise SourceError(f"{address} is not a sitemap that can be read ({error}). Have the site mend it.") from error
    places = tuple(
        words
        for entry in root
        for place in entry
        if _name(place.tag) == "loc" and (words := (place.text or "").strip())
    )
    if _name(root.tag) not in ROOTS:
        raise SourceError(f"{address} is XML, but not a sitemap. Name a sitemap or a page.")
    return Sitemap(sitemaps=places) if _name(root.tag) == "sitemapindex" else Sitemap(pages=places)


def _name(tag: object) -> str:
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""
