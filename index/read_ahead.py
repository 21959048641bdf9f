"""Asks the system to read what questions look into, here and there, before the first of them waits for a disk."""

import os
from pathlib import Path
from threading import Thread

from index.layout import LEXICAL_FOLDER, PASSAGES_FOLDER, VECTORS_FOLDER

MAPPED_FOLDERS = (PASSAGES_FOLDER, LEXICAL_FOLDER, VECTORS_FOLDER)  # the smallest first
SHARE_OF_MEMORY = 0.5  # of the machine's; more would push out what others have read


def read_ahead(version: Path) -> Thread:
    """Have the mapped files of an index version read into the system's cache, in a thread that nobody waits for.

    It takes no memory of this process, and does nothing where a system cannot be asked. For what will answer many
    questions: one question alone is answered before all is read.
    """
    thread = Thread(target=_ask_for, args=(version,), name="read ahead", daemon=True)
    thread.start()
    return thread


def _ask_for(version: Path) -> None:
    left = int(SHARE_OF_MEMORY * _memory())
    files = (file for folder in MAPPED_FOLDERS for file in sorted((version / folder).rglob("*")) if file.is_file())
    for file in files:
        try:
            with file.open("rb") as opened:
                size = min(left, os.fstat(opened.fileno()).st_size)
                if hasattr(os, "posix_fadvise") and size:
                    os.posix_fadvise(opened.fileno(), 0, size, os.POSIX_FADV_WILLNEED)
                left -= size
        except OSError:  # the version was replaced and deleted meanwhile, or a file system takes no advice
            continue


def _memory() -> int:
    """The bytes of memory of this machine; 0 where it does not say."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return 0
