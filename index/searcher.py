"""Question in, passages out: the ask route on one screen."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Self

from corpus.errors import IndexDamaged, IndexMismatch, OwnWordsError
from corpus.library import Library
from corpus.records import PASSAGE_MARK, Passage, Span
from index.channels import DENSE_CHANNELS, BestPartChannel, DenseChannel
from index.confidence import STANDS_OUT_FROM, confidence_of, evidence_for
from index.duplicates import grouped
from index.encoder import OnnxEncoder
from index.encoder_card import served_name
from index.folder import IndexFolder
from index.fusion import fuse_standardised
from index.lexical import LexicalChannel
from index.manifest import Manifest
from index.protocols import Channel, EncodedQuestion, Encoder, Fuser
from index.results import Found, Place, Ranking, SearchResult, ranked
from index.vectors import FaissStore
from index.words import words_of

CANDIDATES_PER_CHANNEL = 50  # more or fewer change the ranking by no more than chance does, and cost time
REMEMBERED_PAGES = 256
ENCODER_FOLDER, VECTORS_FOLDER, LEXICAL_FOLDER = "encoder", "vectors", "lexical"
LIBRARY_FILE, REPORT_FILE = "library.sqlite", "report.json"


class Searcher:
    """One loaded version of an index. Safe to share between threads."""

    def __init__(
        self,
        version: str,
        library: Library,
        encoder: Encoder,
        sentences: BestPartChannel,
        lexical: LexicalChannel,
        others: Sequence[Channel],
        fuse: Fuser = fuse_standardised,
    ) -> None:
        """Args:
        version: the name of the index version, shown with every answer.
        sentences: finds passages by their best sentence, and the sentence to highlight.
        lexical: finds passages by their words, and knows which words the pages use.
        others: every other way of finding passages.
        """
        self.version = version
        self.library = library
        self.encoder = encoder
        self._sentences = sentences
        self._lexical = lexical
        self._channels: list[Channel] = [sentences, lexical, *others]
        self._fuse = fuse
        self._page = lru_cache(maxsize=REMEMBERED_PAGES)(library.page)

    @classmethod
    def load(cls, folder: IndexFolder, encoder: str | None = None) -> Self:
        """The version of an index that serves now.

        Args:
            folder: the index folder.
            encoder: the name of the encoder that the index must have; None takes the one it has.

        Raises:
            IndexMissing: there is no index.
            IndexDamaged: a file of it is gone or is not what the manifest says.
            IndexMismatch: it was built with another encoder, or by another version of this program.
        """
        version = folder.current()
        manifest = Manifest.read(version)
        if encoder is not None and served_name(encoder) != manifest.encoder:
            raise IndexMismatch(
                f"Index and encoder do not match: {version} was built with {manifest.encoder!r}, the settings name "
                f"{encoder!r}. Build it again: ownwords ingest. Or unset OWNWORDS_ENCODER."
            )
        manifest.check_files(version)
        try:
            return cls._assemble(version, manifest)
        except OwnWordsError:
            raise
        except Exception as error:  # each library has its own exceptions for a file it cannot use
            raise IndexDamaged(
                f"The index {version} cannot be loaded ({error}). Build it again: ownwords ingest."
            ) from error

    @classmethod
    def _assemble(cls, version: Path, manifest: Manifest) -> Self:
        stores = {name: FaissStore.load(version / VECTORS_FOLDER / name) for name in DENSE_CHANNELS}
        encoder = OnnxEncoder.load(version / ENCODER_FOLDER)
        for name, store in stores.items():
            if store.dim != encoder.dim:
                raise IndexMismatch(
                    f"Index and encoder do not match: {name} vectors in {version} have {store.dim} numbers, "
                    f"the encoder {encoder.name!r} makes {encoder.dim}. Build the index again: ownwords ingest."
                )
        sentences = BestPartChannel("sentence", stores.pop("sentence"))
        questions = BestPartChannel("question", stores.pop("question"))
        dense = [DenseChannel(name, store) for name, store in stores.items()]
        lexical = LexicalChannel.load(version / LEXICAL_FOLDER)
        library = Library.open(version / LIBRARY_FILE)
        return cls(manifest.version, library, encoder, sentences, lexical, [*dense, questions])

    def channels_with(self, page_id: str) -> list[str]:
        """The names of the channels that can still find a passage of this page."""
        start = f"{page_id}{PASSAGE_MARK}"
        return [c.name for c in self._channels if any(id_.startswith(start) for id_ in c.passage_ids())]

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of the parts that a search can do without, to see what each is worth."""
        return tuple(channel.name for channel in self._channels)

    def search(self, question: str, /, k: int, without: Collection[str] = ()) -> SearchResult:
        """The `k` passages and pairs that fit a question best, best first, and how sure that is.

        Args:
            question: as typed.
            k: passages wanted.
            without: names of `parts` to leave out of the ranking.
        """
        encoded = EncodedQuestion(question, self.encoder.encode_questions([question])[0], tuple(words_of(question)))
        candidates = sorted(
            {hit.id for channel in self._channels for hit in channel.search(encoded, CANDIDATES_PER_CHANNEL)}
        )
        scores = {channel.name: channel.scores(encoded, candidates) for channel in self._channels}
        fused_from = {name: values for name, values in scores.items() if name not in without}
        pool = ranked(self._fuse(fused_from, candidates), 2 * k + STANDS_OUT_FROM)
        found = tuple(self._found(encoded, pool, k, scores, candidates))
        return SearchResult(found, found[0].confidence if found else 0.0)

    def _found(
        self,
        question: EncodedQuestion,
        pool: Ranking,
        k: int,
        scores: Mapping[str, Sequence[float]],
        candidates: Sequence[str],
    ) -> Iterator[Found]:
        passages = self.library.passages_with([hit.id for hit in pool])
        same = grouped(pool, passages)
        best = tuple(hit for hit in pool if hit.id in same)
        known_words = self._lexical.known_share(question.words)
        for hit in best[:k]:
            passage, position = passages[hit.id], candidates.index(hit.id)
            channel_scores = {name: values[position] for name, values in scores.items()}
            evidence = evidence_for(hit, channel_scores, best, known_words)
            yield Found(
                passage=passage,
                page=self._page(passage.page_id),
                score=hit.score,
                channel_scores=channel_scores,
                highlight=self._best_sentence(question, passage),
                evidence=evidence,
                confidence=confidence_of(evidence),
                also_in=tuple(Place(passages[id_], self._page(passages[id_].page_id)) for id_ in same[hit.id]),
            )

    def _best_sentence(self, question: EncodedQuestion, passage: Passage) -> Span:
        scores = self._sentences.part_scores(question, [passage.id])[0]
        return passage.sentences[max(range(len(scores)), key=scores.__getitem__)]
