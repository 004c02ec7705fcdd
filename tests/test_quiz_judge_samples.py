"""Judging written answers: those collected in ``data/answers.jsonl``."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.quiz.judge import TextKey
from tests.judging import is_right


def samples() -> Iterator[dict[str, Any]]:
    path = Path(__file__).parent / "data" / "answers.jsonl"
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line:
            yield json.loads(line)


def test_collected_answers_are_judged_as_their_author_would() -> None:
    """Of the answers collected, 99 in 100 are judged as meant, and hardly a wrong one is accepted."""
    rows = list(samples())
    misjudged = []
    for row in rows:
        key = TextKey(row["answer"], tuple(row["accepted"]), prompt=row["question"])
        if is_right(key, row["response"]) != row["correct"]:
            misjudged.append((row["id"], row["answer"], row["response"], row["correct"]))
    accepted = [case for case in misjudged if not case[3]]
    assert len(misjudged) <= len(rows) / 100, misjudged
    assert len(accepted) <= len(rows) / 500, accepted
