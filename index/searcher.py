"""Question in, passages out: the ask route on one screen."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from typing import NamedTuple

import numpy as np

from corpus.library import Library
from corpus.records import Passage, Span
from index.abbreviations import Abbreviations, Expansion
from index.channels import DenseChannel
from index.confidence import confidence_of
from index.diversity import spread
from index.duplicates import grouped
from index.evidence import QuestionEvidence, evidence_for, question_evidence
from index.fusion import bound, fuse_weighted, standings
from index.knowledge import Knowledge
from index.lexical import LexicalChannel
from index.meant_pages import MeantPages
from index.page_operations import PageOperations
from index.protocols import Channel, Comparison, EncodedQuestion, Encoder, Scorer
from index.reader import answering_words
from index.remembered_passages import RememberedPassages
from index.results import Candidates, Found, Place, Ranking, SearchResult, Standing, ranked
from index.spelling import Correction, Speller
from index.stages import StageClock
from index.topic_shares import TopicShares, counted_shares
from index.vectors import PassageScores
from index.words import words_of

CANDIDATES_PER_CHANNEL = 50  # more or fewer change the ranking by no more than chance does, and cost time
FEW_PASSAGES = 150  # all of them are candidates: the channels together would find nearly as many
SPARE = 5  # passages ranked beyond twice those wanted, of which some say the same as others
REMEMBERED_PAGES = 256
SPELLING, ABBREVIATIONS, BINDING, SPREAD = "spelling", "abbreviations", "binding", "spread"  # parts that are no scorers
TOPIC_SHOWN_FROM = 0.5  # a topic that a question asks about with this probability is said


class Searcher:
    """One loaded version of an index. Safe to share between threads."""

    def __init__(
        self,
        version: str,
        library: Library,
        encoder: Encoder,
        knowledge: Knowledge,
        speller: Speller,
        abbreviations: Abbreviations,
        operations: PageOperations,
        meant_pages: MeantPages,
        titled: Channel,
        sentences: DenseChannel,
        titled_sentences: DenseChannel,
        lexical: LexicalChannel,
        topics: Scorer,
        encoder_files: Mapping[str, str],
    ) -> None:
        """Args:
        version: the name of the index version, shown with every answer.
        library: the pages and passages.
        encoder: the one that the index was built with.
        knowledge: what that encoder knows of topics and operations.
        speller: mends slips of typing.
        abbreviations: writes shorthand out.
        operations: which operation each page is about.
        meant_pages: which of them a question means.
        titled: finds passages with what stands above them.
        sentences: finds passages by their best sentence.
        titled_sentences: finds passages by their best sentence, with what stands above it.
        lexical: finds passages by their words.
        topics: whether passages are about what a question asks about.
        encoder_files: what the encoder and its knowledge were read from, each file with its SHA-256.
        """
        self.version = version
        self.library = library
        self.encoder = encoder
        self.knowledge = knowledge
        self.encoder_files = encoder_files
        self.operations = operations
        self.meant_pages = meant_pages
        self._speller = speller
        self._abbreviations = abbreviations
        self._titled, self._lexical = titled, lexical
        self._shares = TopicShares(knowledge.topics.kinds, counted_shares())
        self._channels: tuple[Channel, ...] = (titled, sentences, titled_sentences, lexical)
        self._sentences, self._titled_sentences = sentences, titled_sentences
        self.scorers: list[Scorer] = [*self._channels, topics, meant_pages, operations]
        self._few = tuple(sorted(sentences.ids)) if len(sentences.ids) <= FEW_PASSAGES else ()
        self._page = lru_cache(maxsize=REMEMBERED_PAGES)(partial(library.page, with_blocks=False))
        self._passages = RememberedPassages(library)

    def reads(self, language: str) -> bool:
        """Whether any page is in a language, by its ISO 639-1 code. Pages that do not say are taken for English."""
        return self.library.has_language(language)

    def channels_with(self, page_id: str) -> list[str]:
        """The names of the channels that can still find a passage of this page."""
        return [channel.name for channel in self._channels if channel.can_find(page_id)]

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of the parts that a search can do without, to see what each is worth."""
        return (*(scorer.name for scorer in self.scorers), SPELLING, ABBREVIATIONS, BINDING, SPREAD)

    def search(self, question: str, /, k: int, without: Collection[str] = ()) -> SearchResult:
        """The `k` passages and pairs that fit a question best, best first, and how sure that is.

        Args:
            question: as typed.
            k: passages wanted.
            without: names of `parts` to leave out.
        """
        clock = StageClock()
        correction = self.corrected(question)
        if SPELLING in without:
            correction = Correction(question, {}, correction.unfamiliar)
        clock.end("spelling")
        written_out = Expansion(correction.text, {}) if ABBREVIATIONS in without else self.written_out(correction.text)
        asked = self.encoded(written_out.text)
        clock.end("encode")
        compared = self._compared(asked)
        candidates = self._candidates(compared)
        clock.end("channels")
        counted = {name: values for name, values in candidates.scores.items() if name not in without}
        fused = fuse_weighted(counted, candidates.ids)
        ruled_out = frozenset[str]() if BINDING in without else self.ruled_out(candidates)
        pool = ranked(bound(fused, ruled_out), 2 * k + SPARE)
        standing = standings(pool, counted, candidates.ids, ruled_out)
        clock.end("fusion")
        same = grouped(pool, self._passages.with_ids([hit.id for hit in pool]))
        best = tuple(hit for hit in pool if hit.id in same)
        shown = best[:k] if SPREAD in without else spread(best, k)
        found = tuple(self._found(compared, candidates, standing, shown, same))
        clock.end("reader")
        confidence = found[0].confidence if found else 0.0
        vector = asked.vector if asked.text == question else None
        also_searched = (*written_out.expanded.values(), *self._topics_of(asked))
        return SearchResult(
            found, confidence, correction.corrected, also_searched, clock.seconds, vector, correction.unfamiliar
        )

    def scored(self, question: EncodedQuestion) -> Candidates:
        """Every passage that any channel finds for a question, with its score by every scorer."""
        return self._candidates(self._compared(question))

    def _compared(self, question: EncodedQuestion) -> "Compared":
        return Compared(
            question,
            self._titled.compared(question),
            self._sentences.compared(question),
            self._titled_sentences.compared(question),
            self._lexical.compared(question),
        )

    def _candidates(self, compared: "Compared") -> Candidates:
        question, *by_channel = compared
        ids = self._few or tuple(sorted({hit.id for one in by_channel for hit in one.best(CANDIDATES_PER_CHANNEL)}))
        scores = [one.scores(ids) for one in by_channel]
        scores += [scorer.scores(question, ids) for scorer in self.scorers[len(by_channel) :]]
        return Candidates(ids, dict(zip((scorer.name for scorer in self.scorers), scores, strict=True)))

    def ruled_out(self, candidates: Candidates) -> frozenset[str]:
        """The pages among those of the candidates that are about another operation than the question names."""
        return self.meant_pages.ruled_out(candidates.ids, candidates.scores[self.meant_pages.name])

    def corrected(self, question: str) -> Correction:
        """A question with its slips of typing mended."""
        return self._speller.correct(question)

    def written_out(self, question: str) -> Expansion:
        """A question with its shorthand written out."""
        return self._abbreviations.expanded(question)

    def encoded(self, question: str) -> EncodedQuestion:
        """A question as the channels and scorers want it."""
        vector = self.encoder.encode_questions([question])
        topics = self.knowledge.topics.probabilities(vector)[0]
        words = tuple(words_of(question))
        operations = self.knowledge.operations_asked_for(vector[0], words)
        return EncodedQuestion(question, vector[0], words, topics, operations)

    def evidence_of(self, question: EncodedQuestion) -> QuestionEvidence:
        """What the question alone says of how likely any passage is to answer it."""
        return question_evidence(question, self._shares, self._lexical.knows)

    def _topics_of(self, question: EncodedQuestion) -> tuple[str, ...]:
        labels = self.knowledge.topic_labels
        likely = np.flatnonzero(question.topics >= TOPIC_SHOWN_FROM)
        return tuple(labels[kind] for kind in (self.knowledge.topics.kinds[n] for n in likely) if kind in labels)

    def _found(
        self,
        compared: "Compared",
        candidates: Candidates,
        standing: Mapping[str, Standing],
        shown: Ranking,
        same: Mapping[str, Sequence[str]],
    ) -> Iterator[Found]:
        """What is shown, with its evidence. `same` are other passages that say the same, by passage id."""
        asked = self.evidence_of(compared.question)
        passages = self._passages.with_ids([id_ for hit in shown for id_ in (hit.id, *same[hit.id])])
        highlights = _highlights(compared, [passages[hit.id] for hit in shown])
        for hit, highlight in zip(shown, highlights, strict=True):
            passage = passages[hit.id]
            evidence = evidence_for(hit.id, passage.text, candidates, standing[hit.id], asked)
            yield Found(
                passage=passage,
                page=self._page(passage.page_id),
                score=hit.score,
                channel_scores=candidates.scores_of(hit.id),
                highlight=highlight,
                evidence=evidence,
                confidence=confidence_of(evidence),
                operation=self.operations.operation_of(passage.page_id),
                also_in=tuple(Place(passages[id_], self._page(passages[id_].page_id)) for id_ in same[hit.id]),
            )


class Compared(NamedTuple):
    """A question compared with the passages of every channel."""

    question: EncodedQuestion
    titled: Comparison
    sentences: PassageScores
    titled_sentences: PassageScores
    lexical: Comparison


def _highlights(compared: Compared, passages: Sequence[Passage]) -> list[Span]:
    ids = [passage.id for passage in passages]
    alone, titled = compared.sentences.part_scores(ids), compared.titled_sentences.part_scores(ids)
    return [answering_words(p.sentences, *scores) for p, *scores in zip(passages, alone, titled, strict=True)]
