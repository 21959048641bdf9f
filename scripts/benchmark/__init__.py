"""The benchmark: speed, memory and size of Own Words, as ratios against named alternatives in the same run.

Start reading at `run.py`. What is measured stands in `measures.py`, who is measured in `contestants.py`, over which
pages in `corpora.py`. Every contestant is driven through the same worker protocol, `workers/worker.py`.
"""
