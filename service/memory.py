"""Memory that is free goes back to the system, so that a service weighs after many versions what it weighed after one.

All of it is a request to glibc. Where there is another C library, nothing happens.
"""

import ctypes
import gc

M_ARENA_MAX = -8  # its number in malloc.h
ARENAS = 2  # by default eight a core, each with holes of its own; Python's lock lets few threads allocate at once


def keep_arenas_few() -> None:
    """Let all threads share a few heaps. To be called before there are threads."""
    call = getattr(ctypes.CDLL(None), "mallopt", None)
    if call is not None:
        call(M_ARENA_MAX, ARENAS)


def give_back() -> None:
    """Collect what nobody refers to, and give whole free pages back to the system."""
    gc.collect()
    call = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if call is not None:
        call(0)
