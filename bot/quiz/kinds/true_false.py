"""True or false, with the words that prove it: a guess alone earns half."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Self

from bot.chat.form import Choose, Field, Option, Response
from bot.quiz.fields import Fields
from bot.quiz.judge import TextJudge
from bot.quiz.kinds.choice import labels_of, lettered
from bot.quiz.question import ANSWER, Evidence, Question, Situation, common
from bot.quiz.verdict import Reason, Verdict

PROOF = "proof"
"""The name of the field in which the evidence is picked."""

TRUE, FALSE = "true", "false"


@dataclass(frozen=True, slots=True)
class Decoy:
    """Exact words of the document that do not settle the statement, and why not."""

    evidence: Evidence
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueFalse(Question):
    """Asks whether a statement is true to the document, and which words show it."""

    kind: ClassVar[str] = "true-false"

    answer: bool
    decoys: tuple[Decoy, ...]

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Make the question of its fields in a pack."""
        return cls(
            **common(fields),
            answer=fields.yes_no("answer"),
            decoys=tuple(
                Decoy(each.span("text"), each.text("why", 300))
                for each in fields.tables("decoys", 2, 3)
            ),
        )

    def proofs(self, seed: str) -> tuple[Option, ...]:
        """Return the quotations to pick from, in the order in which this seed shows them."""
        labels = (self.evidence[0].text, *(decoy.evidence.text for decoy in self.decoys))
        return lettered(labels, f"{seed}/{self.id}")

    def form(self, seed: str) -> tuple[Field, ...]:
        """Ask for the verdict, then for the proof."""
        verdicts = (Option(TRUE, "True"), Option(FALSE, "False"))
        return (
            Choose(ANSWER, self.prompt, verdicts),
            Choose(PROOF, "Which words show it?", self.proofs(seed)),
        )

    def judge(self, response: Response, seed: str, texts: TextJudge) -> Verdict:  # noqa: ARG002
        """The wrong verdict is wrong whatever the proof; the right one without its proof is close."""
        said = response.get(ANSWER, ())
        if not said:
            return Verdict.wrong(Reason.EMPTY)
        if said != (self._key,):
            return Verdict.wrong()
        picked = labels_of(response.get(PROOF, ()), self.proofs(seed))
        if picked == (self.evidence[0].text,):
            return Verdict.right(matched=self.evidence[0].text)
        return Verdict.close(0.5, Reason.WRONG_PROOF)

    @property
    def solution(self) -> str:
        """The verdict and its proof."""
        return f"{'True' if self.answer else 'False'}: “{self.evidence[0].text}”"

    def right(self, seed: str) -> Iterator[Situation]:
        """The verdict with its proof."""
        key = self._proof_key(seed, self.evidence[0].text)
        yield "the verdict with its proof", {ANSWER: (self._key,), PROOF: (key,)}

    def wrong(self, seed: str) -> Iterator[Situation]:
        """The wrong verdict with every proof, and nothing at all."""
        wrong = FALSE if self.answer else TRUE
        for option in self.proofs(seed):
            yield option.label, {ANSWER: (wrong,), PROOF: (option.key,)}
        yield "no choice", {}

    def why_wrong(self, response: Response, seed: str) -> str:
        """Say why the decoy that was picked does not settle the statement."""
        picked = labels_of(response.get(PROOF, ()), self.proofs(seed))
        return next((decoy.why for decoy in self.decoys if (decoy.evidence.text,) == picked), "")

    @property
    def _key(self) -> str:
        return TRUE if self.answer else FALSE

    def _proof_key(self, seed: str, text: str) -> str:
        return next(option.key for option in self.proofs(seed) if option.label == text)
