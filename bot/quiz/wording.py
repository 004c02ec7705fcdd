"""Reads an answer, a key or a question into words whose role in it is known."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.document.fold import fold
from bot.document.lexicon import Lexicon
from bot.quiz import numbers, units, words
from bot.quiz.inflection import respelt
from bot.quiz.nations import PAIRS, PREFIXES, nation, near_pair
from bot.quiz.numbers import Number
from bot.quiz.words import Role

_LAST_LATIN = "\u024f"


class Token(NamedTuple):
    """A word, a number of one or several words, or a mark.

    ``word`` is what stands there, folded; ``canon`` is what it is compared by: "german" and
    "germany" are one, and so are "15" and "fifteen".
    """

    word: str
    canon: str
    role: Role
    capital: bool = False
    number: Number | None = None
    possessive: bool = False
    acronym: bool = False

    @property
    def is_mark(self) -> bool:
        """Tell whether this is punctuation."""
        return self.role == "join" and not self.word[0].isalnum()

    @property
    def is_foreign(self) -> bool:
        """Tell whether this is a word in another script than the Latin."""
        return self.number is None and self.word.isalpha() and min(self.word) > _LAST_LATIN


@dataclass(frozen=True, slots=True)
class Wording:
    """A text, its tokens, and what is compared of them.

    ``content`` are the tokens that say something; all the words where none does ("who is who").
    ``required`` is what of it an answer must say: not the initials of a name, but "up" of "give up".
    ``plain`` are the words that tell this wording from another, in order; ``squeezed`` the letters
    of the content without gaps, and "" where there are numbers in it.
    """

    text: str
    tokens: tuple[Token, ...]
    content: tuple[Token, ...]
    required: tuple[Token, ...]
    plain: tuple[str, ...]
    squeezed: str

    @classmethod
    def of(cls, text: str, tokens: tuple[Token, ...]) -> "Wording":
        """Make a wording of its tokens."""
        spoken = tuple(token for token in tokens if not token.is_mark)
        content = tuple(token for token in tokens if token.role == "content") or spoken
        required = _required(content, tokens)
        plain = tuple(token.canon for token in tokens if token.role not in {"article", "join"})
        return cls(text, tokens, content, required, plain, _squeezed(required, tokens))

    @property
    def is_number(self) -> bool:
        """Tell whether this says a number, with its unit, and nothing else."""
        return all(token.number for token in self.content)


def _required(content: tuple[Token, ...], tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    spelt = tuple(token for token in content if len(token.word) > 1 or token.number)
    if len(content) <= 2:
        spelt += tuple(token for token in tokens if token.word in words.PARTICLES)
    return (*spelt, *_deeds(tokens)) if spelt else content


def _deeds(tokens: tuple[Token, ...]) -> Iterator[Token]:
    """The word "do" where it is no auxiliary: in "what to do in town", the town alone says nothing."""
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        if token.word in {"do", "doing", "done"} and (not following or following.role == "link"):
            yield token


def _squeezed(required: tuple[Token, ...], tokens: tuple[Token, ...]) -> str:
    if any(token.number for token in tokens):
        return ""
    spelled_out = all(len(token.word) == 1 for token in tokens)
    return "".join(token.word.replace(" ", "") for token in (tokens if spelled_out else required))


class Reader:
    """Reads texts; the lexicon tells Roman numerals and misspelt number words from English words."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def read(self, text: str) -> Wording:
        """Read a text; takes time in proportion to its length."""
        lexemes = _without_phrases(list(_lex(text)))
        tokens = self._tokens(lexemes)
        if text.isupper() and len(lexemes) > 1:
            tokens = (token._replace(capital=False, acronym=False) for token in tokens)
        return Wording.of(text, tuple(tokens))

    def _tokens(self, lexemes: list["_Lexeme"]) -> Iterator[Token]:
        spelled = self._spelled(lexemes)
        found = {one.start: one for one in numbers.scan(spelled, self._roman_test(lexemes))}
        at = 0
        while at < len(lexemes):
            if at in found:
                yield _number_token(lexemes, found[at])
                at = found[at].end
            elif prefix := _prefix(lexemes, at):
                yield Token(lexemes[at].word, prefix, "content", capital=lexemes[at].capital)
                at += 1
            elif pair := _pair(lexemes, at):
                yield Token(pair, pair, "content", capital=lexemes[at].capital)
                at += 2
            else:
                dated = at + 1 in found or at - 1 in found
                states = _names_states(lexemes, at)
                yield _word_token(lexemes[at], dated=dated, states=states)
                at += 1

    def _spelled(self, lexemes: list["_Lexeme"]) -> list[str]:
        """The words, with slips in number words mended, and in what follows a number."""
        spelled: list[str] = []
        for lexeme in lexemes:
            counted = bool(spelled) and (spelled[-1][:1].isdigit() or numbers.counts(spelled[-1]))
            spelled.append(self._number_word(lexeme.word, counted=counted))
        return spelled

    def _number_word(self, word: str, *, counted: bool) -> str:
        if len(word) < 4 or not self._lexicon.counts or word in self._lexicon:
            return word
        if numbers.counts(word) or units.unit_of(word):
            return word
        mended = numbers.nearest_scale(word) or units.nearest(word) if counted else ""
        return mended or numbers.nearest_span(word) or numbers.nearest(word) or word

    def _roman_test(self, lexemes: Sequence["_Lexeme"]) -> "_RomanTest":
        alone = sum(lexeme.word[0].isalnum() for lexeme in lexemes) == 1
        return _RomanTest(lexemes, self._lexicon, alone)


class _Lexeme(NamedTuple):
    word: str
    capital: bool
    upper: bool
    role: Role
    possessive: bool = False


_STOP = _Lexeme(";", capital=False, upper=False, role="join")


@dataclass(frozen=True, slots=True)
class _RomanTest:
    """Which words may be Roman numerals: one that stands alone, is in capitals, or is no word."""

    lexemes: Sequence[_Lexeme]
    lexicon: Lexicon
    alone: bool

    def __call__(self, at: int) -> bool:
        lexeme = self.lexemes[at]
        if self.alone:
            return True
        if len(lexeme.word) < 2 or nation(lexeme.word):
            following = self.lexemes[at + 1].word if at + 1 < len(self.lexemes) else ""
            return lexeme.upper and units.unit_of(following) != ""
        return lexeme.upper or (len(lexeme.word) > 2 and lexeme.word not in self.lexicon)


_LEXEME = re.compile(
    r"\d{1,3}[/\u2044]\d{1,3}(?:rds?\b|ths?\b)?(?![\d/])|\d+(?:,\d{3})*(?:\.\d+)?(?:st|nd|rd|th)?|%"
    r"|(?:[^\W\d_]\.){2,}[^\W\d_]?|[^\W_]+(?:'[^\W_]+)*|[,;:.!?()\[\]/|&+=<>]|--"
)
_PAGE = re.compile(r"(pp?|vol)(\d{1,6})")
_SLASH = re.compile(r"[/\u2044]")
_CLITICS = ("'s", "'d", "'ll", "'re", "'ve", "'m")
_MONTHS_THAT_ARE_WORDS = frozenset({"may", "march"})


def _lex(text: str) -> Iterator[_Lexeme]:
    """Split a text into folded words and marks; a new line is a mark."""
    for number, line in enumerate(text.splitlines()):
        if number:
            yield _STOP
        for chunk in line.split():
            yield from _lex_chunk(chunk)


def _lex_chunk(chunk: str) -> Iterator[_Lexeme]:
    folded = fold(chunk)
    capital = next((c for c in chunk if c.isalnum()), "").isupper()
    if folded in {"-", "--"}:
        yield _Lexeme("-", capital=False, upper=False, role="join")
    elif folded[:1] == "-" and folded[1:2].isdigit():
        yield _Lexeme("minus", capital=False, upper=False, role="not")
    previous = ""
    for match in _LEXEME.finditer(folded):
        word = match[0]
        if word == "." and (len(previous) <= 2 or previous in words.ABBREVIATIONS):
            continue
        for piece in _pieces(word):
            dotted = "." in word[1:] and not word[0].isdigit()
            upper = chunk.isupper() or dotted
            yield _Lexeme(piece, capital, upper, words.role(piece), word.endswith("'s"))
        previous = word


def _pieces(word: str) -> tuple[str, ...]:
    """Take apart what one match holds: initials, and words with an apostrophe."""
    if "." in word[1:] and not word[0].isdigit():
        letters = word.replace(".", "")
        return (letters,) if nation(letters, upper=True) else tuple(letters)
    for clitic in _CLITICS:
        if word.endswith(clitic) and len(word) > len(clitic):
            return (word[: -len(clitic)].replace("'", ""),)
    if page := _PAGE.fullmatch(word):
        return page.groups()
    if word[0].isdigit() and not word.isalnum() and not numbers.as_fraction(word):
        return tuple(_SLASH.split(word))
    return numbers.halves(word.replace("'", ""))


def _without_phrases(lexemes: list[_Lexeme]) -> list[_Lexeme]:
    """Drop turns of phrase that deny nothing, and mark those that exclude what follows."""
    kept: list[_Lexeme] = []
    at = 0
    while at < len(lexemes):
        if length := _starts_phrase(lexemes, at, words.PHRASES):
            at += length
        elif length := _starts_phrase(lexemes, at, words.CORRECTIONS):
            kept += [_STOP, _Lexeme("no", capital=False, upper=False, role="not"), _STOP]
            at += length
        elif length := _starts_phrase(lexemes, at, words.EXCEPTIONS):
            kept.append(_Lexeme("except", capital=False, upper=False, role="except"))
            at += length
        elif _is_number_sign(lexemes, at):
            at += 1
        else:
            kept.append(lexemes[at])
            at += 1
    return kept


def _starts_phrase(lexemes: list[_Lexeme], at: int, phrases: words.Phrases) -> int:
    """Return how many words the turn of phrase that begins here has, 0 if none does."""
    for phrase in phrases.get(lexemes[at].word, ()):
        if phrase == tuple(lexeme.word for lexeme in lexemes[at : at + len(phrase)]):
            return len(phrase)
    return 0


def _is_number_sign(lexemes: list[_Lexeme], at: int) -> bool:
    """In "No. 730" the first word denies nothing."""
    if lexemes[at].word not in {"no", "nr", "number"}:
        return False
    number, after = [*(lexeme.word for lexeme in lexemes[at + 1 : at + 3]), "", ""][:2]
    return number[:1].isdigit() and not after[:1].isalnum()


def _pair(lexemes: list[_Lexeme], at: int) -> str:
    following = lexemes[at + 1].word if at + 1 < len(lexemes) else ""
    words_here = (lexemes[at].word, following)
    return PAIRS.get(words_here) or words.PHRASAL.get(words_here) or near_pair(*words_here)


def _prefix(lexemes: list[_Lexeme], at: int) -> str:
    following = lexemes[at + 1].word if at + 1 < len(lexemes) else ""
    return PREFIXES.get(lexemes[at].word, "") if nation(following) else ""


def _number_token(lexemes: list[_Lexeme], found: numbers.Found) -> Token:
    spoken = " ".join(lexeme.word for lexeme in lexemes[found.start : found.end])
    role: Role = "filler" if spoken in {"one", "a", "an"} else "content"
    value, base = found.number.measure
    return Token(spoken, f"#{value} {base}".strip(), role, number=found.number)


def _names_states(lexemes: list[_Lexeme], at: int) -> bool:
    """Tell whether this is "US" and no pronoun: in capitals, after "the", or all that is said."""
    lexeme = lexemes[at]
    after_the = at > 0 and lexemes[at - 1].word == "the"
    return lexeme.word == "us" and (lexeme.upper or after_the or len(lexemes) == 1)


def _word_token(lexeme: _Lexeme, *, dated: bool, states: bool) -> Token:
    word, capital, upper, role, possessive = lexeme
    if dated and word in _MONTHS_THAT_ARE_WORDS:
        role = "content"
    if role == "filler" and not states:
        return Token(word, word, role, capital)
    acronym = upper and 2 <= len(word) <= _LONGEST_ACRONYM
    if country := nation(word, upper=upper or states):
        return Token(word, country, "content", capital, None, possessive, acronym)
    canon = _SAME.get(word) or respelt(word)
    return Token(word, canon, role, capital, None, possessive, acronym)


_LONGEST_ACRONYM = 5
_SAME = {f"{way}ern": way for way in ("north", "south", "east", "west")} | words.ABBREVIATIONS
