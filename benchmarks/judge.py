"""Judging beside its peers: how often each is right on the same answers, and how fast.

    python -m benchmarks.judge [SAMPLES.jsonl]

Each line of the samples has ``question``, ``answer`` (or ``gold``), ``accepted``, ``response`` and
``correct``; ``refused`` and ``split`` if it likes. The judge is given what its peers are given: the
question and the accepted wordings, no names of a pack. The peers' rules are restated from their
published source or documentation, named beside each, and are given every accepted wording.
"""

import argparse
import json
import re
import string
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, DamerauLevenshtein, Levenshtein
from rapidfuzz.utils import default_process

from bot.quiz.judge import TextJudge, TextKey
from bot.quiz.numbers import scan
from bot.quiz.verdict import Outcome
from bot.runtime.lexicon import english

SAMPLES = Path(__file__).parent.parent / "tests" / "data" / "answers.jsonl"
ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Sample:
    """One answer, and whether it is right."""

    key: TextKey
    response: str
    correct: bool
    kind: str
    split: str

    @property
    def wordings(self) -> tuple[str, ...]:
        """Every wording that is right."""
        return (self.key.answer, *self.key.accepted)


Rule = Callable[[Sample], bool]


def main() -> None:
    samples = list(_read(_arguments().samples))
    rules = dict(_rules())
    ordered = sorted(samples, key=lambda sample: sample.split)
    for split, group in groupby(ordered, key=lambda sample: sample.split):
        _report(split, list(group), rules)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Compare the judge with its peers.")
    parser.add_argument("samples", nargs="?", type=Path, default=SAMPLES)
    return parser.parse_args()


def _read(path: Path) -> Iterator[Sample]:
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.strip():
            row = json.loads(line)
            yield Sample(
                key=TextKey(
                    answer=row.get("answer") or row["gold"],
                    accepted=tuple(row.get("accepted", ())),
                    refused=tuple(row.get("refused", ())),
                    prompt=row["question"],
                ),
                response=row["response"],
                correct=row["correct"],
                kind=row.get("kind", ""),
                split=row.get("split", "samples"),
            )


def _report(split: str, samples: list[Sample], rules: dict[str, Rule]) -> None:
    right = sum(sample.correct for sample in samples)
    print(f"\n{split}: {len(samples)} answers, {right} right and {len(samples) - right} wrong\n")
    print("| rule | accuracy | false accepts | false refusals | µs an answer |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for name, rule in rules.items():
        said = [rule(sample) for sample in samples]
        wrong = Counter(
            sample.correct
            for sample, accepted in zip(samples, said, strict=True)
            if accepted != sample.correct
        )
        accuracy = 1 - wrong.total() / len(samples)
        cost = _microseconds(rule, samples)
        print(f"| {name} | {accuracy:.1%} | {wrong[False]} | {wrong[True]} | {cost:.1f} |")
    _missed(samples, rules["this judge"])


def _missed(samples: Iterable[Sample], rule: Rule) -> None:
    for sample in samples:
        if rule(sample) != sample.correct:
            what = "refused" if sample.correct else "accepted"
            print(f"\nmissed: {sample.response!r} for {sample.key.answer!r} was {what}")


def _microseconds(rule: Rule, samples: list[Sample]) -> float:
    """Return the best of some rounds over all samples, as other work only ever adds time."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for sample in samples:
            rule(sample)
        times.append(time.perf_counter() - start)
    return min(times) / len(samples) * 1e6


def _rules() -> Iterator[tuple[str, Rule]]:
    judge = TextJudge(english())
    yield "this judge", partial(_judged, judge)
    yield "exact match", _exact
    for scorer in _SCORERS:
        yield f"rapidfuzz {scorer.__name__} ≥ 85", partial(_ratio, scorer)
    yield "Red-DiscordBot, trivia", _red
    yield "sir-lancebot, quiz", _lancebot
    yield "TriviaBot (brainbox.cc)", _triviabot
    yield "KMQ, typos allowed", _kmq
    yield "Limnoria, Trivia plugin", _limnoria


_SCORERS = (
    fuzz.ratio,
    fuzz.QRatio,
    fuzz.WRatio,
    fuzz.partial_ratio,
    fuzz.token_sort_ratio,
    fuzz.token_set_ratio,
    fuzz.token_ratio,
    fuzz.partial_token_sort_ratio,
    fuzz.partial_token_set_ratio,
    fuzz.partial_token_ratio,
)


def _judged(judge: TextJudge, sample: Sample) -> bool:
    return judge.judge(sample.key, sample.response).outcome is Outcome.RIGHT


def _exact(sample: Sample) -> bool:
    said = sample.response.strip().lower()
    return any(said == wording.lower() for wording in sample.wordings)


def _ratio(scorer: Callable[..., float], sample: Sample) -> bool:
    said = default_process(sample.response)
    scores = (scorer(said, default_process(wording)) for wording in sample.wordings)
    return any(score >= 85 for score in scores)


def _red(sample: Sample) -> bool:
    """An answer with a space must stand in the message, any other must be one of its words.

    Red-DiscordBot, redbot/cogs/trivia/session.py, ``check_answer``. Case is ignored.
    """
    said = sample.response.lower().replace("“", '"').replace("”", '"').replace("’", "'")
    words = said.split(" ")
    return any(
        wording in said if " " in wording else wording in words
        for wording in (each.lower() for each in sample.wordings)
    )


def _lancebot(sample: Sample) -> bool:
    """A ratio of more than 88 of the whole message to an answer, both in lower case.

    python-discord/sir-lancebot, bot/exts/fun/trivia_quiz.py, ``STANDARD_VARIATION_TOLERANCE``.
    """
    said = sample.response.lower()
    return any(fuzz.ratio(wording.lower(), said) > 88 for wording in sample.wordings)


def _triviabot(sample: Sample) -> bool:
    """The same without punctuation and case; one edit where the answer has six letters or more.

    brainboxdotcc/triviabot, modules/trivia/state.cpp: the message must be no shorter than the
    answer, a number is never inexact, and number words count as digits.
    """
    said = _unpunctuated(sample.response)
    number = scan(said.split(), lambda _: False)
    if number and number[0].start == 0:
        said = str(number[0].number.value)
    for wording in map(_unpunctuated, sample.wordings):
        inexact = len(wording) > 5 and not wording.isdigit() and len(said) >= len(wording)
        if said == wording or (inexact and Levenshtein.distance(said, wording) < 2):
            return True
    return False


def _kmq(sample: Sample) -> bool:
    """Letters only; one edit in five or six, two in more, and at most one letter more or fewer.

    Brainicism/KMQ_Discord, src/structures/game_round.ts, ``similarityCheck``.
    """
    said = _letters(sample.response)
    for wording in map(_letters, sample.wordings):
        allowed = -1 if len(wording) <= 4 else 1 if len(wording) <= 6 else 2
        near = abs(len(said) - len(wording)) < 2
        if said == wording or (near and DamerauLevenshtein.distance(said, wording) <= allowed):
            return True
    return False


def _limnoria(sample: Sample) -> bool:
    """One typing error for every eight characters of the answer; case is ignored.

    progval/Supybot-plugins, Trivia/plugin.py, ``answer``, with the default flexibility of 8.
    """
    said = sample.response.lower()
    distances = ((OSA.distance(said, each.lower()), len(each)) for each in sample.wordings)
    return any(distance <= length / 8 for distance, length in distances)


def _unpunctuated(text: str) -> str:
    return text.lower().translate(str.maketrans("", "", string.punctuation)).strip()


def _letters(text: str) -> str:
    return _REMOVED.sub("", text.lower()).replace("&", "and")


_REMOVED = re.compile(r"[|’\\ '?!.\-,:;★*´()+\u200B…]")

if __name__ == "__main__":
    main()
