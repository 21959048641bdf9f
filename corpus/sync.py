"""What an ingest changes: pages that are new, changed and gone. A page that is gone leaves a tombstone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from corpus.library import Library
from corpus.records import Page, Tombstone


@dataclass(frozen=True, slots=True)
class ChangedPage:
    """A page that an ingest touches."""

    page_id: str
    location: str
    title: str


@dataclass(frozen=True, slots=True)
class Changes:
    """The difference between two libraries, page by page, each list in order of id."""

    new: tuple[ChangedPage, ...]
    changed: tuple[ChangedPage, ...]
    gone: tuple[ChangedPage, ...]
    unchanged: int


NO_CHANGES = Changes(new=(), changed=(), gone=(), unchanged=0)


def changes_between(before: Library | None, after: Library) -> Changes:
    """What became of every page. A page has changed where anything of it that is searched or shown has."""
    if before is None:
        return Changes(new=_pages(after, after.page_ids()), changed=(), gone=(), unchanged=0)
    old, now = before.page_digests(), after.page_digests()
    kept = sorted(old.keys() & now.keys())
    changed = [page_id for page_id in kept if old[page_id] != now[page_id]]
    return Changes(
        new=_pages(after, sorted(now.keys() - old.keys())),
        changed=_pages(after, changed),
        gone=_pages(before, sorted(old.keys() - now.keys())),
        unchanged=len(kept) - len(changed),
    )


def tombstones_after(before: Library | None, after: Library) -> list[Tombstone]:
    """The tombstones that belong into the new library: those of before, and one for every page gone since.

    A page that is back has none.
    """
    if before is None:
        return []
    present = set(after.page_ids())
    old = [tombstone for tombstone in before.tombstones() if tombstone.page_id not in present]
    gone = (before.page(page_id) for page_id in before.page_ids() if page_id not in present)
    return [*old, *(_tombstone(page) for page in gone)]


def now_in_utc() -> str:
    """The time as the corpus writes it: ISO 8601, to the second, in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _tombstone(page: Page) -> Tombstone:
    return Tombstone(page.id, page.source.location, page.title, page.facts.url, now_in_utc())


def _pages(library: Library, page_ids: Iterable[str]) -> tuple[ChangedPage, ...]:
    pages = (library.page(page_id) for page_id in page_ids)
    return tuple(ChangedPage(page.id, page.source.location, page.title) for page in pages)
