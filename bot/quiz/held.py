"""A key made ready: its wordings read once, and what follows from them for every answer."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from bot.quiz.extras import Inspector, Setting
from bot.quiz.figures import readings
from bot.quiz.fit import Fitter
from bot.quiz.given_names import is_given_name
from bot.quiz.inflection import lemmas
from bot.quiz.meaning import is_fear, poles
from bot.quiz.nations import FORMS, nation
from bot.quiz.numbers import Number, is_ordinal
from bot.quiz.units import PERCENT, unit_of
from bot.quiz.wording import Reader, Token, Wording
from bot.quiz.words import ONE_WORD

Style = Literal["free", "cloze", "name", "number"]


@dataclass(frozen=True, slots=True)
class TextKey:
    """What a written answer is held against.

    ``prompt`` is the question, whose words alone are no answer. ``style`` says what is asked for: in
    a cloze every other word is another guess; of a name the family name is enough; a number needs no
    unit.
    """

    answer: str
    accepted: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    prompt: str = ""
    style: Style = "free"


@dataclass(frozen=True, slots=True)
class Held:
    """A key ready to hold answers against.

    ``number`` is the number asked for, with its unit; ``bare_enough`` says whether the number alone
    answers. ``offers_or`` is true where an accepted wording has an "or" of its own, ``has_ordinal``
    where one has a number that is a place in an order. ``asks_how_many`` is true of "how many", "how
    long" and "how much", ``counts_things`` where what is counted is no unit. ``heads`` are the words
    for what is asked for ("which treaty"); ``asks_without`` is true where the question has a denial
    that the answer may repeat.
    """

    accepted: tuple[Wording, ...]
    refused: tuple[Wording, ...]
    prompt: Wording
    setting: Setting
    fitter: Fitter
    number: Number | None
    bare_enough: bool
    offers_or: bool
    has_ordinal: bool
    asks_how_many: bool
    counts_things: bool
    heads: frozenset[str]
    asks_without: bool

    @property
    def is_latin(self) -> bool:
        """Tell whether no accepted wording has a word in another script."""
        return not any(token.is_foreign for each in self.accepted for token in each.tokens)

    def names_number(self, number: Number) -> bool:
        """Tell whether an accepted wording has this number."""
        return any(
            token.number and token.number.same(number)
            for each in self.accepted
            for token in each.content
        )


def hold(key: TextKey, reader: Reader, inspector: Inspector) -> Held:
    """Read a key."""
    answer, *others = (reader.read(readings(each)[0]) for each in (key.answer, *key.accepted))
    accepted = (answer, *others, *_family_name(answer, key.style, inspector))
    refused = tuple(reader.read(readings(each)[0]) for each in key.refused)
    prompt = reader.read(key.prompt)
    setting = _setting(key, accepted, prompt, inspector, reader)
    number = _number(accepted, prompt)
    return Held(
        accepted=accepted,
        refused=refused,
        prompt=prompt,
        setting=setting,
        fitter=_fitter((accepted, refused, prompt), inspector, literal=setting.strict),
        number=number,
        bare_enough=key.style == "number" or _bare_enough(number, accepted, prompt),
        offers_or=any(token.role == "or" for each in accepted for token in each.tokens),
        has_ordinal=any(is_ordinal(t.word) for each in accepted for t in each.content if t.number),
        asks_without=_asks_without(accepted, prompt),
        heads=_all_lemmas(_heads(prompt)),
        asks_how_many=bool(_counted(prompt)),
        counts_things=_counted(prompt) not in {"", "long", "much"} and not _counted_unit(prompt),
    )


def _family_name(answer: Wording, style: Style, inspector: Inspector) -> Iterator[Wording]:
    """The last word of a name is enough where a name is asked for, no English word, or a surname."""
    plain = all(token.role == "content" and token.capital for token in answer.tokens)
    last = answer.content[-1:]
    named = any(is_given_name(token.word) for token in answer.tokens[:1])
    enough = style == "name" or named or any(map(inspector.is_name, last))
    if plain and enough and len(answer.content) > 1 and not last[0].number:
        yield Wording.of(last[0].word, last)


def _setting(
    key: TextKey,
    accepted: tuple[Wording, ...],
    prompt: Wording,
    inspector: Inspector,
    reader: Reader,
) -> Setting:
    words = [token for wording in accepted for token in wording.tokens if not token.is_mark]
    content = [token for token in words if token.role == "content"]
    return Setting(
        asked=_all_lemmas(token for token in prompt.tokens if token.role == "content"),
        asked_pairs=_pairs(prompt),
        asked_words=sum(token.role == "content" for token in prompt.tokens),
        allowed=frozenset(word for token in words for word in (token.canon, *token.canon.split())),
        poles=_all_poles(content),
        asked_poles=_all_poles(prompt.content),
        fearful=any(is_fear(token.word) for token in (*content, *prompt.content)),
        initials=frozenset(token.word[0] for token in content),
        proper=key.style == "name" or _is_proper(accepted[0], inspector),
        strict=_is_strict(key, prompt),
        beside_blank=_beside_blank(key.prompt, reader),
        numeric=any(token.number for token in accepted[0].content),
        counts=any(map(_counts, accepted)),
        middle_initials=frozenset(t.word for t in accepted[0].content[1:-1] if len(t.word) == 1),
        asks_year=any(token.word == "year" for token in prompt.tokens) and _is_year(accepted[0]),
    )


def _is_year(answer: Wording) -> bool:
    return [token.number.value >= 1000 for token in answer.content if token.number] == [True]


def _all_poles(tokens: Iterable[Token]) -> frozenset[int]:
    return frozenset(pole for token in tokens for pole in poles(token.canon))


def _counts(wording: Wording) -> bool:
    """Tell whether a wording names what its number counts."""
    unit = any(token.number and token.number.unit for token in wording.tokens)
    pairs = pairwise(wording.tokens)
    return unit or any(number.number and after.role == "content" for number, after in pairs)


def _is_strict(key: TextKey, prompt: Wording) -> bool:
    return (
        key.style == "cloze"
        or "__" in key.prompt
        or any(token.word in ONE_WORD for token in prompt.tokens)
    )


def _beside_blank(prompt: str, reader: Reader) -> frozenset[str]:
    """The words of a cloze on either side of its blank, which may be written with the missing one."""
    before, blank, after = prompt.partition("__")
    if not blank:
        return frozenset()
    sides = (reader.read(before).content[-1:], reader.read(after.strip("_")).content[:1])
    return frozenset(token.canon for side in sides for token in side)


def _pairs(prompt: Wording) -> frozenset[tuple[str, str]]:
    """The words that follow one another in the question."""
    said = [token.canon for token in prompt.tokens if token.role == "content"]
    return frozenset(pairwise(said))


def _is_proper(answer: Wording, inspector: Inspector) -> bool:
    spelt = [token for token in answer.content if not token.number]
    return bool(spelt) and all(token.capital or inspector.is_name(token) for token in spelt)


def _heads(prompt: Wording) -> Iterator[Token]:
    """The words right after "which" or "what"."""
    for asking, head in pairwise(prompt.tokens):
        if asking.word in {"which", "what"} and head.role == "content":
            yield head


def _asks_without(accepted: tuple[Wording, ...], prompt: Wording) -> bool:
    asked, *wanted = (
        any(token.word == "without" for token in each.tokens) for each in (prompt, *accepted)
    )
    return asked and not any(wanted)


def _all_lemmas(tokens: Iterable[Token]) -> frozenset[str]:
    return frozenset(lemma for token in tokens for lemma in lemmas(token.canon))


def _fitter(
    texts: tuple[tuple[Wording, ...], tuple[Wording, ...], Wording],
    inspector: Inspector,
    *,
    literal: bool,
) -> Fitter:
    accepted, refused, prompt = texts
    own = {token.word for wording in accepted for token in wording.tokens}
    others = {token.word for wording in (*refused, prompt) for token in wording.content}
    nations = {token.canon for wording in accepted for token in wording.tokens}
    foreign = {form for form in FORMS if nation(form) not in nations}
    rivals = tuple(sorted((foreign | inspector.names | others) - own))
    return Fitter(inspector, rivals, literal=literal)


def _number(accepted: tuple[Wording, ...], prompt: Wording) -> Number | None:
    asked = next((token.number for token in accepted[0].content if token.number), None)
    if not asked or asked.unit:
        return asked
    units = [
        token.number.unit
        for wording in accepted
        for token in wording.content
        if token.number and token.number.value == asked.value and token.number.unit
    ]
    return asked._replace(unit=units[0] if units else _counted_unit(prompt))


def _counted_unit(prompt: Wording) -> str:
    """In "within how many years" the unit is years, and "what percentage" names it too."""
    if any(unit_of(token.word) == PERCENT for token in prompt.tokens):
        return PERCENT
    return unit_of(_counted(prompt))


def _counted(prompt: Wording) -> str:
    """Return what follows "how many", or the word "long" or "much" after "how"; "" for neither."""
    words = [token.word for token in prompt.tokens]
    for how, many, counted in zip(words, words[1:], [*words[2:], ""], strict=False):
        if how == "how" and many in {"many", "long", "much"}:
            return counted if many == "many" else many
    return ""


def _bare_enough(number: Number | None, accepted: tuple[Wording, ...], prompt: Wording) -> bool:
    if not number or not number.unit:
        return True
    bare = any(
        token.number and not token.number.unit for each in accepted for token in each.content
    )
    return bare or any(unit_of(token.word) == number.unit for token in prompt.tokens)
