"""The search engines that lookup is measured beside, each used as its documentation shows.

Every engine is given numbered texts and answers with the numbers that fit best and its own scores,
higher meaning better.
"""

import sqlite3
from collections.abc import Callable, Sequence
from typing import Any, Protocol

import bm25s
import Stemmer
import tantivy
from rapidfuzz import fuzz, process, utils

from bot.document.fold import words
from bot.document.model import Block, Document, Range
from bot.document.search import Index
from bot.runtime.lexicon import english

Scored = list[tuple[int, float]]


class Engine(Protocol):
    """A search engine with its index."""

    def find(self, query: str, limit: int = 5) -> Scored:
        """Return the numbers of the best texts and their scores, best first."""


class Fts5:
    """SQLite FTS5: any of the words, ranked by its BM25."""

    def __init__(self, texts: Sequence[str], tokenizer: str) -> None:
        self._db = sqlite3.connect(":memory:")
        self._db.execute(f"CREATE VIRTUAL TABLE t USING fts5(x, tokenize='{tokenizer}')")
        self._db.executemany("INSERT INTO t(rowid, x) VALUES (?, ?)", enumerate(texts))
        self._db.commit()

    def find(self, query: str, limit: int = 5) -> Scored:
        """Quote each word, as the documentation advises for what users type."""
        match = " OR ".join(f'"{word}"' for word in words(query)[:60])
        if not match:
            return []
        sql = "SELECT rowid, -rank FROM t WHERE t MATCH ? ORDER BY rank LIMIT ?"
        return list(self._db.execute(sql, (match, limit)))


class Bm25s:
    """bm25s with English stop words and PyStemmer."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._stemmer = Stemmer.Stemmer("english")
        self._bm25 = bm25s.BM25()
        self._bm25.index(self._tokens(texts), show_progress=False)
        self._count = len(texts)

    def find(self, query: str, limit: int = 5) -> Scored:
        """Retrieve; a score of nothing is no answer."""
        tokens = self._tokens([query], return_ids=False)
        if not tokens[0]:
            return []
        k = min(limit, self._count)
        found, scores = self._bm25.retrieve(tokens, k=k, show_progress=False)
        pairs = zip(found[0].tolist(), scores[0].tolist(), strict=True)
        return [(number, score) for number, score in pairs if score > 0]

    def _tokens(self, texts: Sequence[str], **options: Any) -> Any:
        return bm25s.tokenize(
            list(texts), stopwords="en", stemmer=self._stemmer, show_progress=False, **options
        )


class Tantivy:
    """Tantivy with its English stemmer, in memory, with its lenient query parser."""

    def __init__(self, texts: Sequence[str]) -> None:
        schema = tantivy.SchemaBuilder()
        schema.add_unsigned_field("n", stored=True)
        schema.add_text_field("x", tokenizer_name="en_stem")
        self._index = tantivy.Index(schema.build())
        writer = self._index.writer(heap_size=256_000_000)
        for number, text in enumerate(texts):
            writer.add_document(tantivy.Document(n=number, x=text))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def find(self, query: str, limit: int = 5) -> Scored:
        """Parse leniently and search."""
        parsed, _ = self._index.parse_query_lenient(query, ["x"])
        hits = self._searcher.search(parsed, limit).hits
        return [(self._searcher.doc(at)["n"][0], score) for score, at in hits]


class Rapidfuzz:
    """rapidfuzz ``process.extract`` over all texts with ``WRatio``."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = [utils.default_process(text) for text in texts]

    def find(self, query: str, limit: int = 5) -> Scored:
        """Scan."""
        asked = utils.default_process(query)
        found = process.extract(asked, self._texts, scorer=fuzz.WRatio, limit=limit)
        return [(number, score) for _, score, number in found]


class Ours:
    """This lookup over texts alone, each a paragraph of one sentence."""

    def __init__(self, texts: Sequence[str]) -> None:
        blocks = (
            Block("paragraph", number, text, (Range(0, len(text)),))
            for number, text in enumerate(texts, 1)
        )
        self._index = Index.build(Document(tuple(blocks)), lexicon=english())

    def find(self, query: str, limit: int = 5) -> Scored:
        """Look up."""
        hits = self._index.find(query, limit).hits
        return [(hit.ref.number - 1, hit.score) for hit in hits]


PEERS: dict[str, Callable[[Sequence[str]], Engine]] = {
    "FTS5 unicode61": lambda texts: Fts5(texts, "unicode61"),
    "FTS5 porter": lambda texts: Fts5(texts, "porter unicode61"),
    "FTS5 trigram": lambda texts: Fts5(texts, "trigram"),
    "bm25s": Bm25s,
    "tantivy": Tantivy,
    "rapidfuzz": Rapidfuzz,
}
"""Every peer by name."""
