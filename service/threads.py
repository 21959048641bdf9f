"""How many threads the libraries that calculate may use: one, where questions are answered."""

import os


def one_thread_each() -> None:
    """Keep OpenMP and OpenBLAS to one thread, unless OMP_NUM_THREADS says otherwise. They read it when they are loaded.

    By default they divide even a product of some thousand numbers among all cores, and wait for each other in busy
    loops: a question then costs 25 ms of processor time instead of 10, and several at once slow each other down.
    """
    os.environ.setdefault("OMP_NUM_THREADS", "1")
