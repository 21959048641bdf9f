"""What a reply of a server says: in which format a page is and in which characters, or why it is no page."""

import re
from http import HTTPStatus

from corpus.readers import READERS, reader_for
from corpus.readers.encoding import encoding_named
from corpus.web.address import WebAddress
from corpus.web.exchange import Reply
from corpus.web.fetched import NotFetched, Why

HTML = "text/html"
ALIASES = {
    "application/xhtml+xml": HTML,
    "text/x-markdown": "text/markdown",
    "application/csv": "text/csv",
    "application/x-ndjson": "application/jsonl",
}
UNTOLD = {
    "",
    "text/plain",
    "application/octet-stream",
    "binary/octet-stream",
}  # what servers say of files they do not know
SITEMAP_TYPES = {"application/xml", "text/xml", "application/gzip", "application/x-gzip"}
GONE = {404, 410}
CLOSED = {401, 403, 407, 451}
BUSY = {408, 425, 429}


def known_types() -> set[str]:
    """The media types that readers read."""
    return {reader.media_type for reader in READERS.values()}


def is_known(media_type: str, sitemap: bool) -> bool:
    """Whether a reader reads this media type, or it may be a sitemap where one is wanted."""
    return media_type in known_types() or (sitemap and media_type in SITEMAP_TYPES)


def media_type_of(reply: Reply, address: WebAddress) -> str:
    """What the server says the bytes are; where it does not say, what the address says."""
    said = reply.headers.get("content-type", "").partition(";")[0].strip().lower()
    name = address.path.rsplit("/", 1)[-1]
    if said in UNTOLD:
        reader = reader_for(name)
        if reader is not None:
            return reader.media_type
        if name.lower().endswith((".xml", ".gz")):
            return "application/gzip" if name.lower().endswith(".gz") else "application/xml"
        if not said and "." not in name:
            return HTML
    return ALIASES.get(said, said)


def charset_of(reply: Reply) -> str | None:
    """What the server says the bytes are, if Python knows it."""
    said = re.search(r"""charset\s*=\s*["']?([\w.:+-]+)""", reply.headers.get("content-type", ""), re.IGNORECASE)
    return encoding_named(said[1].lower()) if said else None


def why_no_page(address: WebAddress, reply: Reply) -> NotFetched | None:
    """Why an answer is no page; None where it is one."""
    if reply.status == HTTPStatus.OK:
        return None
    told = f"{address} answered {status_words(reply)}."
    if reply.status in GONE:
        return NotFetched(str(address), f"{told} Mend the link to it, or take it off the list.", Why.GONE)
    if reply.status in CLOSED:
        return NotFetched(str(address), f"{told} Only pages open to everyone are read.", Why.REFUSED)
    if reply.status >= 500 or reply.status in BUSY:
        return NotFetched(str(address), f"{told} Try again later.", Why.UNREACHABLE)
    return NotFetched(str(address), f"{told} That is no page. Look at it in a browser.", Why.UNUSABLE)


def too_large(address: WebAddress, max_bytes: int) -> NotFetched:
    """That a page is longer than what is read of one."""
    reason = f"{address} holds more than {max_bytes:,} bytes, and no more are read. Part it, or raise the limit."
    return NotFetched(str(address), reason, Why.UNUSABLE)


def without_robots(address: WebAddress, reason: str) -> NotFetched:
    """That nothing of a site may be asked for just now: its robots.txt could not be had for this reason (RFC 9309)."""
    told = f"Nothing of {address.site} is read while its robots.txt cannot be had. {reason} Try again later."
    return NotFetched(str(address), told, Why.UNREACHABLE)


def status_words(reply: Reply) -> str:
    """The number of a status with what it is called."""
    try:
        return f"{reply.status} ({HTTPStatus(reply.status).phrase})"
    except ValueError:
        return str(reply.status)
