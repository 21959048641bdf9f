"""On what, with what and when a run was made."""

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import psutil

OURS = ("faiss-cpu", "numpy", "onnxruntime", "sentence-transformers", "tokenizers", "torch")


def made_now() -> dict[str, object]:
    """The machine, the versions and the time."""
    return {
        "date": f"{datetime.now(UTC):%d %B %Y}".lstrip("0"),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "processor": _processor(),
        "memory_gb": round(psutil.virtual_memory().total / 1e9),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "versions": {name: version(name) for name in OURS},
    }


def _processor() -> str:
    told = Path("/proc/cpuinfo")
    lines = told.read_text("utf-8").splitlines() if told.is_file() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor() or "unknown")
