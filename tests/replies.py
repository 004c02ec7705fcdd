"""Replies of every kind, made up to be as awkward as they can be."""

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from bot.chat.action import Action
from bot.chat.form import Arrange, Choose, Field, Option, Write
from bot.chat.reply import (
    Bar,
    Bars,
    Block,
    Button,
    Countdown,
    Divider,
    Fact,
    Facts,
    File,
    Form,
    Heading,
    Menu,
    Picture,
    PrinterMark,
    Prose,
    Quote,
    Standing,
    Standings,
    Words,
)
from bot.chat.text import Code, Emphasis, Link, Mention, Strong, Text, Time
from tests.builders import NOON

PNG = b"\x89PNG"


def texts() -> st.SearchStrategy[str]:
    return st.one_of(st.text(max_size=40), st.sampled_from(["@everyone " * 500, "*" * 5000, ""]))


def spans() -> st.SearchStrategy[Any]:
    kinds = [st.builds(kind, texts()) for kind in (Text, Strong, Emphasis, Code)]
    return st.one_of(
        *kinds,
        st.builds(Link, texts(), st.one_of(texts(), st.just("https://e.org/" + "x" * 3000))),
        st.builds(Mention, st.just("1"), texts()),
        st.just(Time(NOON)),
    )


def blocks() -> st.SearchStrategy[Block]:
    line = st.lists(spans(), max_size=4).map(tuple)
    pieces = st.one_of(st.builds(Words, texts(), st.booleans()), st.builds(PrinterMark, texts()))
    number = st.integers(0, 10**9)
    return st.one_of(
        st.builds(Heading, line),
        st.builds(Prose, line),
        st.builds(Quote, st.lists(pieces, max_size=4).map(tuple), line),
        st.builds(Facts, st.lists(st.builds(Fact, texts(), line), max_size=9).map(tuple)),
        st.builds(
            Standings,
            st.lists(st.builds(Standing, number, texts(), number, texts()), max_size=9).map(tuple),
        ),
        st.builds(
            Bars, st.lists(st.builds(Bar, texts(), number, number, texts()), max_size=9).map(tuple)
        ),
        st.builds(Countdown, texts(), st.just(NOON + timedelta(seconds=30))),
        st.builds(Picture, st.just(PNG), texts(), texts()),
        st.builds(File, texts(), st.just("text/csv"), st.just(b"a"), texts()),
        st.just(Divider()),
    )


def fields() -> st.SearchStrategy[Field]:
    options = st.integers(1, 40).flatmap(
        lambda n: st.lists(texts(), min_size=n, max_size=n).map(
            lambda labels: tuple(Option(f"k{i}", label) for i, label in enumerate(labels))
        )
    )
    return st.one_of(
        st.builds(Choose, st.just("answer"), texts(), options),
        st.builds(Write, st.just("answer"), texts(), st.integers(1, 9999)),
        st.builds(lambda prompt, listed: Arrange("answer", prompt, listed[:9]), texts(), options),
    )


def controls() -> st.SearchStrategy[Any]:
    def numbered(made: list[Any]) -> tuple[Any, ...]:
        return tuple(make(Action("act", (str(n),))) for n, make in enumerate(made))

    button = texts().map(lambda label: lambda action: Button(label, action))
    menu = texts().map(lambda label: lambda action: Menu(label, (Option("k", label),), action))
    form = st.tuples(texts(), fields()).map(
        lambda pair: lambda action: Form(pair[0], (pair[1],), action, pair[0])
    )
    small = form.filter(lambda make: _fits(make(Action("act", ("1",)))))
    return st.lists(st.one_of(button, menu, small), max_size=9).map(numbered)


def _fits(form: Form) -> bool:
    [field] = form.fields
    return isinstance(field, Write) or len(field.options) <= 20
