"""The encoder that the next ingest will use."""

from collections.abc import Iterator

from corpus.errors import OwnWordsError
from index.encoder import OnnxEncoder
from index.encoder_card import DEFAULT_ENCODER, SHIPPED, encoder_folder
from service.findings import Finding
from service.settings import Settings


def encoder_findings(settings: Settings) -> Iterator[Finding]:
    """Load the encoder where it is served from as it lies; one that has to be exported first is only named."""
    name = settings.encoder or DEFAULT_ENCODER
    folder = encoder_folder(name)
    if folder is None and (SHIPPED / name).exists() | (name == DEFAULT_ENCODER):
        yield Finding(False, f"The encoder {name} is not whole in {SHIPPED / name}. Install this program again.")
    elif folder is None:
        yield Finding(True, f"encoder {name}: the next ingest makes it ready")
    else:
        try:
            encoder = OnnxEncoder.load(folder)
            encoder.card.check_files(folder)
        except OwnWordsError as error:
            cause = error.__cause__ or error
            yield Finding(
                False,
                f"The encoder {name}, which the next ingest uses, cannot be loaded ({cause}). "
                "Install or export it again.",
            )
        else:
            yield Finding(True, f"encoder {name}: every file is as it was exported")
