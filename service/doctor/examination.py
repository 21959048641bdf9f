"""Everything that the doctor looks at, in turn. Nothing is changed by looking."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from index.folder import IndexFolder
from service.doctor.databases import desk_findings, question_log_findings
from service.doctor.disk import disk_findings
from service.doctor.encoder import encoder_findings
from service.doctor.folder import folder_findings
from service.doctor.served import served_findings
from service.doctor.settings import examined_settings
from service.findings import Finding


def findings(environment: Mapping[str, str], index: Path | None) -> Iterator[Finding]:
    """What was looked at, the settings first.

    Args:
        environment: the variables that hold the settings.
        index: the index folder, where a command names one.
    """
    settings, of_settings = examined_settings(environment, index)
    folder = IndexFolder(settings.index)
    yield from of_settings
    yield from folder_findings(folder, datetime.now(UTC))
    yield from served_findings(settings)
    yield from encoder_findings(settings)
    yield from disk_findings(folder)
    yield from desk_findings(settings)
    yield from question_log_findings(settings)
