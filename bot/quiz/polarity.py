"""What an answer asserts, and what it denies: "not him", "him, not her", "anyone but him"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.quiz.wording import Token
from bot.quiz.words import AUXILIARIES, VERBAL

_DENYING = frozenset({"not", "except"})
_INTERJECTIONS = frozenset({"no", "nope", "nah", "non"})


@dataclass(slots=True)
class Polarity:
    """The tokens of an answer, parted into those asserted (marks included) and those denied."""

    asserted: list[Token] = field(default_factory=list)
    denied: list[Token] = field(default_factory=list)


def denials(tokens: Sequence[Token]) -> int:
    """Count the words that deny or exclude."""
    return sum(token.role in _DENYING for token in tokens)


def split(tokens: Sequence[Token]) -> Polarity:
    """Part what is asserted from what is denied, clause by clause.

    "Not" denies what follows it in its clause; with a verb ("did not") it denies the clause. A
    clause of nothing but "not" denies the next one, or all before it when it comes last; one of
    nothing but "no" takes back all before it ("Stalin, no, Radek").
    """
    parted = Polarity()
    pending = False
    for clause in _clauses(tokens):
        bare = _is_bare_not(clause)
        if _takes_back(clause) and _says(parted.asserted):
            parted.denied += parted.asserted
            parted.asserted = []
            continue
        if pending and not bare:
            parted.denied += clause
        else:
            _part(clause, parted)
        pending = bare or (pending and not _says(clause))
    if pending:
        parted.denied += parted.asserted
        parted.asserted = []
    return parted


def _clauses(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    clause: list[Token] = []
    for token in tokens:
        clause.append(token)
        if token.is_mark or token.word == "but":
            yield clause
            clause = []
    if clause:
        yield clause


def _is_bare_not(clause: list[Token]) -> bool:
    words = _spoken(clause)
    return [token.role for token in words] == ["not"] and words[0].word not in _INTERJECTIONS


def _takes_back(clause: list[Token]) -> bool:
    words = _spoken(clause)
    return bool(words) and all(token.word in _INTERJECTIONS for token in words)


def _spoken(clause: list[Token]) -> list[Token]:
    return [token for token in clause if token.role not in {"join", "filler"}]


def _part(clause: list[Token], parted: Polarity) -> None:
    at = next((i for i, token in enumerate(clause) if token.role in _DENYING), None)
    if at is None:
        parted.asserted += clause
        return
    before, after = clause[:at], clause[at + 1 :]
    if _denies_all(clause, at):
        parted.denied += clause
    elif not _says(after):
        parted.denied += before
    else:
        parted.asserted += [*before, *(token for token in clause[-1:] if token.role == "join")]
        parted.denied += after


def _denies_all(clause: list[Token], at: int) -> bool:
    word = clause[at].word
    return word in VERBAL or (word == "not" and at > 0 and clause[at - 1].word in AUXILIARIES)


def _says(tokens: list[Token]) -> bool:
    return any(token.role == "content" for token in tokens)
