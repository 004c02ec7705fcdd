"""Real English sentences from what this machine has: documentation, manual pages and docstrings.

No corpus is downloaded. What reads as prose is kept: whole sentences of ordinary words, each once.
"""

import gzip
import re
import site
import sysconfig
import zlib
from collections.abc import Iterable, Iterator
from html import unescape
from itertools import islice
from pathlib import Path

from bot.document.fold import words
from bot.runtime.lexicon import english

ROOTS = (
    "/usr/share/doc",
    "/usr/share/man/man1",
    "/usr/share/man/man3",
    "/usr/share/man/man5",
    "/usr/share/man/man7",
    "/usr/share/man/man8",
    "/usr/share/info",
    sysconfig.get_path("stdlib"),
    *site.getsitepackages(),
)
"""Where prose is looked for first; more places may be named on the command line."""

_TEXT = {".txt", ".md", ".rst", ".html", ".htm", ".info", ".tex", ".adoc", ".pod", ".json", ".yaml"}
_CODE = {".py", ".h", ".c", ".js", ".ts", ".pm", ".rs", ".go", ".java"}
_MOST_BYTES = 4_000_000
_SENTENCE = re.compile(r"(?<![^\s(“\"])[A-Z][^.!?\n]{25,320}(?:\n[^.!?\n]+){0,3}[.!?](?=\s|$)")
_COMMENT = re.compile(r"^[ \t]*(?://+!?|/?\*+|#+)[ \t]?", re.MULTILINE)
_TAG = re.compile(r"<(?:script|style)\b.*?</(?:script|style)>|<[^>]{0,400}>", re.DOTALL)
_TROFF = re.compile(r"^[.'].*$|\\f.|\\-|\\\(..|\\\[[^\]]*\]|\\[&|^/,]", re.MULTILINE)


def gather(count: int, places: Iterable[str] = ()) -> list[str]:
    """Return up to ``count`` distinct sentences, in the order of the files found."""
    return list(islice(_distinct([*places, *ROOTS]), count))


def _distinct(places: Iterable[str]) -> Iterator[str]:
    seen: set[int] = set()
    for path in _files(places):
        for sentence in _sentences(_read(path)):
            key = hash(tuple(words(sentence)))
            if key not in seen:
                seen.add(key)
                yield sentence


def _files(places: Iterable[str]) -> Iterator[Path]:
    seen: set[Path] = set()
    for place in places:
        for path in sorted(Path(place).rglob("*")):
            if _is_prose(path) and (real := path.resolve()) not in seen:
                seen.add(real)
                yield path


def _is_prose(path: Path) -> bool:
    suffix = path.with_suffix("").suffix if path.suffix == ".gz" else path.suffix
    manual = "/man/" in str(path) and path.suffix == ".gz"
    bare = not suffix and "/doc/" in str(path)
    return (suffix in _TEXT or suffix in _CODE or manual or bare) and path.is_file()


def _read(path: Path) -> str:
    try:
        raw = path.read_bytes()
        raw = gzip.decompress(raw) if path.suffix == ".gz" else raw
    except (OSError, EOFError, zlib.error):
        return ""
    text = raw[:_MOST_BYTES].decode("utf-8", errors="ignore")
    if path.suffix in _CODE:
        return _COMMENT.sub("", text)
    if "/man/" in str(path):
        return _TROFF.sub("", text)
    return unescape(_TAG.sub(" ", text)) if ".htm" in path.name else text


def _sentences(text: str) -> Iterator[str]:
    for match in _SENTENCE.finditer(text):
        sentence = " ".join(match.group().split())
        if _reads_as_prose(sentence):
            yield sentence


def _reads_as_prose(sentence: str) -> bool:
    found = words(sentence)
    known = sum(word in english() for word in found)
    return 5 <= len(found) <= 60 and known >= 0.8 * len(found)
