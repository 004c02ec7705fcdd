"""Wordings accepted on appeal, as lines of TOML that an author can paste into a question."""

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from bot.chat.plain import one_line
from bot.pack.model import Pack
from bot.quiz.contest.suggestions import Suggestion
from bot.quiz.judge import TextJudge
from bot.quiz.kinds.written import ANSWER_LIMIT, Written, written
from bot.quiz.question import Question
from bot.quiz.verdict import Outcome
from bot.views.words import clipped, count


def review(pack: Pack, judge: TextJudge, found: Iterable[Suggestion]) -> str:
    """Return the list to review, question by question.

    What the pack accepts by now is left out, and what it no longer asks. Where no wording can be
    listed (a choice, a number) the question itself needs another look, and a comment says so.
    """
    blocks = []
    for question_id, group in groupby(found, key=lambda each: each.question):
        question = pack.question(question_id)
        left = [each for each in group if question and not _is_accepted(question, judge, each)]
        if question and left:
            blocks.append("\n".join(_block(pack, question, left)))
    if not blocks:
        return "# Nothing was accepted on appeal that the pack does not accept already."
    return "\n\n".join(blocks)


def records(pack: Pack, judge: TextJudge, found: Iterable[Suggestion]) -> list[dict[str, Any]]:
    """Return the same list as objects for JSON, with where each question is written."""
    questions = {each.id: each for each in pack.questions}
    return [
        {
            "question": each.question,
            "file": pack.origins[each.question].file if each.question in pack.origins else None,
            "line": pack.origins[each.question].line if each.question in pack.origins else None,
            "text": each.text,
            "players": each.players,
            "contests": each.contests,
        }
        for each in found
        if each.question in questions and not _is_accepted(questions[each.question], judge, each)
    ]


def _block(pack: Pack, question: Question, found: Iterable[Suggestion]) -> Iterator[str]:
    origin = pack.origins.get(question.id)
    yield f"# {f'{origin.file}, line {origin.line}: ' if origin else ''}{question.id}"
    yield f"# {clipped(question.prompt, 200)}"
    yield f"# The answer: {clipped(question.solution, 160)}"
    if not _lists_wordings(question):
        yield "# This kind of question lists no wordings. Was one of these right all the same?"
    for each in found:
        yield _line(question, each)


def _line(question: Question, found: Suggestion) -> str:
    text = one_line(found.text)
    how_often = f"{count(found.players, 'player')}, {count(found.contests, 'contest')}"
    if not _lists_wordings(question) or len(text) > ANSWER_LIMIT:
        said = question.said({"answer": tuple(found.text.split(" / "))}, "")
        return f"# {one_line(said) or text}  ({how_often})"
    return f"  {json.dumps(text, ensure_ascii=False)},  # {how_often}"


def _lists_wordings(question: Question) -> bool:
    return isinstance(question, Written) and hasattr(question, "accepted")


def _is_accepted(question: Question, judge: TextJudge, found: Suggestion) -> bool:
    if not isinstance(question, Written):
        return False
    return question.judge(written(found.text), "", judge).outcome is Outcome.RIGHT
