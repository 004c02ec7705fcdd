"""Lookup beside other search engines: how well, how fast, and how both grow.

``quality`` puts the queries of ``tests/data/lookups.jsonl`` to every engine over the same text: once
the sentences of the dispatch alone, once with what its editor wrote about them. Whoever ranks must
also know when to keep silent: each peer is given the cut-off of its score that serves it best on the
queries marked ``tune``. ``growth`` builds indexes of real English sentences, each in a process of its
own, and measures building, memory and latency.
"""

import argparse
import gc
import json
import math
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.lookup_peers import PEERS, Engine, Ours, Scored
from benchmarks.prose import gather
from bot.document.fold import words
from bot.document.model import Ref
from bot.document.search import Index
from bot.runtime.lexicon import english
from bot.runtime.packs import load
from bot.runtime.study import index_of

ROOT = Path(__file__).resolve().parents[1]
CACHE = Path(tempfile.gettempdir()) / "dispatch-bot-prose.txt"
KINDS = ("exact", "typo", "partial", "keyword", "paraphrase", "reference", "nomatch")


@dataclass(frozen=True, slots=True)
class Row:
    """A query, where it should lead, and any of the words that should be seen there."""

    query: str
    kind: str
    expect: tuple[int | str, ...]
    says: tuple[str, ...]
    split: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What came first, if anything: where, its words and its score."""

    place: int | str = ""
    text: str = ""
    score: float = -math.inf
    places: tuple[int | str, ...] = ()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("what", nargs="?", choices=["quality", "growth", "all"], default="all")
    parser.add_argument("--max", type=int, default=1_000_000, help="passages, at most")
    parser.add_argument("--prose", nargs="*", default=[], help="more folders to find prose in")
    parser.add_argument("--cache", type=Path, default=CACHE, help="where the sentences are kept")
    parser.add_argument("--measure", nargs=3, metavar=("ENGINE", "COUNT", "FILE"))
    given = parser.parse_args()
    if given.measure:
        name, count, file = given.measure
        print(json.dumps(measured(name, int(count), Path(file))))
        return
    if given.what in {"quality", "all"}:
        quality()
    if given.what in {"growth", "all"}:
        growth(given.max, given.prose, given.cache)


# --- quality -------------------------------------------------------------------------------------


def quality() -> None:
    """Print a table for each half of the queries."""
    rows = [_row(json.loads(line)) for line in (ROOT / "tests/data/lookups.jsonl").open()]
    asked = {name: _answers(name, find, rows) for name, find in _contestants().items()}
    for split in ("tune", "held-out"):
        chosen = [i for i, row in enumerate(rows) if row.split == split]
        print(
            f"\nRight first answers, {len(chosen)} queries marked {split} (µs: median, 99th of 100)\n"
        )
        print("| engine |", " | ".join(KINDS), "| all | p50 | p99 |")
        print("|---|" + "---:|" * (len(KINDS) + 3))
        for name, (answers, times) in asked.items():
            cut = _best_cut(rows, answers) if name != "this lookup" else -math.inf
            right = [_is_right(rows[i], answers[i], cut) for i in chosen]
            shares = [_share(right, [rows[i].kind == kind for i in chosen]) for kind in KINDS]
            cells = [*shares, _share(right, [True] * len(right))]
            print(
                f"| {name} |", " | ".join(cells), f"| {_p(times, 50):.0f} | {_p(times, 99):.0f} |"
            )


def _row(raw: dict) -> Row:
    return Row(
        raw["query"], raw["kind"], tuple(raw["expect"]), tuple(raw.get("says", ())), raw["split"]
    )


def _contestants() -> dict[str, Callable[[str], Answer]]:
    """Return every engine as a function from a query to what it answers first."""
    pack = load()
    refs = [
        Ref(block.part, block.number, i, i)
        for block in pack.document.blocks
        for i in range(1, len(block.sentences) + 1)
    ]
    texts = [pack.document.passage(ref).text for ref in refs]
    noted = [(note.at, text) for note in pack.notes for text in (*note.asks, note.gist)]
    all_refs, all_texts = [*refs, *(at for at, _ in noted)], [*texts, *(text for _, text in noted)]
    found: dict[str, Callable[[str], Answer]] = {}
    for name, make in PEERS.items():
        found[name] = _peer(make(texts), refs)
        found[f"{name} + editor"] = _peer(make(all_texts), all_refs)
    found["this lookup, text alone"] = _ours(Index.build(pack.document, lexicon=english()))
    found["this lookup"] = _ours(index_of(pack))
    return found


def _peer(engine: Engine, refs: Sequence[Ref]) -> Callable[[str], Answer]:
    document = load().document

    def find(query: str) -> Answer:
        hits: Scored = engine.find(query)
        if not hits:
            return Answer()
        number, score = hits[0]
        places = tuple(_place(refs[n]) for n, _ in hits)
        return Answer(places[0], document.passage(refs[number]).text, score, places)

    return find


def _ours(index: Index) -> Callable[[str], Answer]:
    def find(query: str) -> Answer:
        hits = index.find(query).hits
        if not hits:
            return Answer()
        places = tuple(_place(hit.ref) for hit in hits)
        return Answer(places[0], hits[0].text, hits[0].score, places)

    return find


def _place(ref: Ref) -> int | str:
    if ref.part == "paragraph":
        return ref.number
    return f"fn{ref.number}" if ref.part == "note" else ref.part


def _answers(
    name: str, find: Callable[[str], Answer], rows: Sequence[Row]
) -> tuple[list[Answer], list[float]]:
    print(f"asking {name} …", file=sys.stderr)
    answers, times = [], []
    for row in rows:
        best = math.inf
        for _ in range(3):
            started = time.perf_counter()
            answer = find(row.query)
            best = min(best, time.perf_counter() - started)
        answers.append(answer)
        times.append(best * 1e6)
    return answers, times


def _is_right(row: Row, answer: Answer, cut: float) -> bool:
    silent = answer.score <= cut or not answer.places
    if not row.expect or silent:
        return not row.expect and silent
    if row.kind == "reference":
        return set(answer.places) == set(row.expect)
    said = not row.says or any(words_ in answer.text for words_ in row.says)
    return answer.place in row.expect and said


def _best_cut(rows: Sequence[Row], answers: Sequence[Answer]) -> float:
    """Return the score at or under which silence serves an engine best on the tuning queries."""
    tuning = [i for i, row in enumerate(rows) if row.split == "tune"]
    cuts = sorted({answers[i].score for i in tuning})
    return max(cuts, key=lambda cut: sum(_is_right(rows[i], answers[i], cut) for i in tuning))


def _share(right: Sequence[bool], chosen: Sequence[bool]) -> str:
    total = sum(chosen)
    return f"{sum(r for r, c in zip(right, chosen, strict=True) if c) / total:.0%}" if total else ""


def _p(values: Sequence[float], percent: int) -> float:
    return sorted(values)[min(len(values) - 1, len(values) * percent // 100)]


# --- growth --------------------------------------------------------------------------------------

ENGINES: dict[str, Callable[[Sequence[str]], Engine]] = {"this lookup": Ours, **PEERS}
LINEAR = {"rapidfuzz": 10_000}
"""Engines that read every text for every query, and where we stop waiting for them."""


def growth(most: int, places: Sequence[str], file: Path) -> None:
    """Print how building, memory and latency grow from 10² passages to the most there are."""
    sentences = file.read_text().splitlines() if file.exists() else []
    if len(sentences) < most:
        sentences = gather(most, places)
        file.write_text("\n".join(sentences))
    sizes = [10**n for n in range(2, 7) if 10**n < min(most, len(sentences))]
    sizes.append(min(most, len(sentences)))
    print(
        f"\n{len(sentences):,} distinct sentences of real English found; times of one process each\n"
    )
    print("| engine | passages | build s | memory MB | p50 µs | p99 µs | found, % |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    for name in ENGINES:
        taken = []
        for size in sizes:
            if size <= LINEAR.get(name, most):
                found = _measure_apart(name, size, file)
                taken.append((size, found["p50"]))
                cells = (f"{found[key]:,.{digits}f}" for key, digits in _COLUMNS)
                print(f"| {name} | {size:,} | {' | '.join(cells)} |", flush=True)
        print(f"| {name} | latency grows as n^{_exponent(taken):.2f} | | | | | |", flush=True)


_COLUMNS = (("build", 2), ("memory", 0), ("p50", 0), ("p99", 0), ("found", 0))


def _measure_apart(name: str, size: int, file: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.lookup", "--measure", name, str(size), str(file)]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=600
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def measured(name: str, count: int, file: Path) -> dict[str, float]:
    """Build one index and ask it; memory is what the process grew by, the texts not counted."""
    texts = file.read_text().splitlines()
    texts = texts[:: max(1, len(texts) // count)][:count]
    english()
    gc.collect()
    before = _memory()
    started = time.perf_counter()
    engine = ENGINES[name](texts)
    build = time.perf_counter() - started
    gc.collect()
    memory = _memory() - before
    gc.freeze()
    times, found = [], []
    for query, source in _queries(texts):
        started = time.perf_counter()
        hits = engine.find(query)
        times.append((time.perf_counter() - started) * 1e6)
        if source is not None:
            found.append(source in {number for number, _ in hits})
    return {
        "build": build,
        "memory": memory,
        "p50": median(times),
        "p99": _p(times, 99),
        "found": 100 * sum(found) / len(found),
    }


def _memory() -> float:
    """Return the megabytes that the process holds now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def _queries(texts: Sequence[str]) -> list[tuple[str, int | None]]:
    """Return 400 queries made of the texts, each with the number of the text it is of.

    Phrases, three telling words, and the same with slips; single words, which are of many texts.
    """
    queries: list[tuple[str, int | None]] = []
    for number in range(0, len(texts), max(1, len(texts) // 100))[:100]:
        spoken = words(texts[number])
        start = number % max(1, len(spoken) - 4)
        rare = sorted(spoken, key=english().rarity, reverse=True)
        queries += [
            (" ".join(spoken[start : start + 5]), number),
            (" ".join(rare[1:4]), number),
            (_slip(rare[1:4]), number),
            (rare[0], None),
        ]
    return queries


def _slip(spoken: Sequence[str]) -> str:
    """Change about two letters in the middle of each word."""
    return " ".join(
        w[: len(w) // 2 - 1] + w[len(w) // 2] + w[len(w) // 2 - 1] + w[len(w) // 2 + 1 :]
        for w in spoken
    )


def _exponent(taken: Sequence[tuple[int, float]]) -> float:
    """Return the slope of latency over size, both in logarithms, by least squares."""
    xs, ys = zip(*((math.log(size), math.log(value)) for size, value in taken), strict=True)
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    pairs = list(zip(xs, ys, strict=True))
    over = sum((x - mean_x) * (y - mean_y) for x, y in pairs)
    return over / (sum((x - mean_x) ** 2 for x, _ in pairs) or 1.0)


if __name__ == "__main__":
    main()
