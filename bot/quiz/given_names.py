"""Given names that people use for one another: Bill for William, Josef or Iosif for Joseph.

Short forms and the forms of other languages that English books of history use most. A surname must
still be right; these only say whose it is.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Final

_ROWS = """
abraham abe
alexander alex alec aleksandr alexandre
andrew andy andrei
anthony tony antonio
benjamin ben
catherine katherine kate cathy ekaterina
charles charlie chuck carl karl karol carlos
daniel dan danny
david dave
edward ed eddie ted teddy
elizabeth liz betty eliza
francis frank francois francisco
franklin frank
frederick fred friedrich
george jorge georg georges georgy
henry harry henri heinrich
james jim jimmy
jacob jake
john jack johnny jean johann juan ivan
joseph joe josef iosif jose giuseppe
leo lev leon
louis lewis ludwig luis
margaret maggie peggy
maxim maxime maksim
matthew matt
michael mike mikhail michel
nicholas nick nikolai nicolas nikolay
patrick pat paddy
paul pavel pablo
peter pete pierre piotr pyotr pedro
philip phil philippe
richard dick rick
robert bob bobby rob
ronald ron
samuel sam
stephen steve steven
theodore ted teddy theodor
thomas tom tommy
vladimir wladimir
walter walt
william bill billy will wilhelm willy guillaume
winston winnie
"""
_OTHERS = """
abigail adam adolf albert alfred alice anna anne arthur benito bernard clara edgar edmund edwin emma
ernest eugene felix frances gustav harold harriet helen herbert herman hermann hugo isaac jane julia
julius lawrence leonard lucy luther martha martin mary max napoleon neville oliver oscar otto
ralph raymond rosa rudolf ruth sarah simon susan victor victoria virginia warren wolfgang woodrow
"""


def _rows_of_names() -> Mapping[str, frozenset[int]]:
    rows: defaultdict[str, set[int]] = defaultdict(set)
    for number, row in enumerate(_ROWS.strip().splitlines()):
        for name in row.split():
            rows[name].add(number)
    return {name: frozenset(numbers) for name, numbers in rows.items()}


_NAMES: Final = _rows_of_names()
_SINGLE: Final = frozenset(_OTHERS.split())


def is_given_name(word: str) -> bool:
    """Tell whether a folded word is a common given name."""
    return word in _NAMES or word in _SINGLE


def is_same_name(one: str, other: str) -> bool:
    """Tell whether two folded given names may be of one person."""
    return not _NAMES.get(one, frozenset()).isdisjoint(_NAMES.get(other, frozenset()))
