"""The input line: editing, history, and completion of what begins with ``/``."""

from collections.abc import Callable, Iterable
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.application import get_app
from prompt_toolkit.auto_suggest import AutoSuggestFromHistory, ConditionalAutoSuggest
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.styles import Style

from adapters.terminal.completion import Suggestion
from adapters.terminal.incoming import HOW_TO_LEAVE
from bot.chat.language import _
from bot.chat.plain import one_line

Suggest = Callable[[str], Iterable[Suggestion]]

_LONGEST_REMEMBERED = 500
_STYLE = Style.from_dict(
    {
        "label": "ansicyan",
        "prompt": "ansicyan bold",
        "hint": "ansibrightblack",
        "completion-menu": "bg:default noinherit",
        "completion-menu.completion": "bg:default fg:default",
        "completion-menu.completion.current": "reverse bold",
        "completion-menu.meta.completion": "bg:default fg:ansibrightblack",
        "completion-menu.meta.completion.current": "reverse",
        "scrollbar.background": "bg:default",
        "scrollbar.button": "bg:ansibrightblack",
    }
)


class Prompt:
    """Reads lines from a person at a keyboard, through the terminal of the current app session."""

    def __init__(self, suggest: Suggest, history: Path | None) -> None:
        self._is_interrupted = False
        self._session: PromptSession[str] = PromptSession(
            completer=_SlashCompleter(suggest),
            complete_while_typing=_is_slashed,
            history=_history(history),
            auto_suggest=ConditionalAutoSuggest(AutoSuggestFromHistory(), _is_slashed),
            key_bindings=self._keys(),
            placeholder=self._hint,
            style=_STYLE,
            reserve_space_for_menu=6,
        )

    async def line(self, label: str) -> str | None:
        """Return the next line, or ``None`` when the person leaves (Ctrl-D on an empty line)."""
        self._is_interrupted = False
        asked = f"{label} " if label else ""
        message = FormattedText([("class:label", asked), ("class:prompt", "› ")])
        try:
            return await self._session.prompt_async(message)
        except EOFError:
            return None

    def _keys(self) -> KeyBindings:
        keys = KeyBindings()

        @keys.add("c-c")
        def _clear(event: KeyPressEvent) -> None:
            self._is_interrupted = not event.current_buffer.text
            event.current_buffer.reset()

        return keys

    def _hint(self) -> FormattedText:
        return FormattedText([("class:hint", _(HOW_TO_LEAVE) if self._is_interrupted else "")])


@Condition
def _is_slashed() -> bool:
    """Whether a command is being typed; plain words are neither completed nor suggested."""
    return get_app().current_buffer.text.startswith("/")


class _SlashCompleter(Completer):
    def __init__(self, suggest: Suggest) -> None:
        self._suggest = suggest

    def get_completions(
        self,
        document: Document,
        complete_event: CompleteEvent,  # noqa: ARG002 - the library's signature
    ) -> Iterable[Completion]:
        for each in self._suggest(document.text_before_cursor):
            shows = one_line(each.text)
            yield Completion(
                each.text, -each.replaces, display=shows, display_meta=one_line(each.meaning)
            )


class _ShortLines(FileHistory):
    """Remembers lines that a person may have typed, not what was pasted."""

    def store_string(self, string: str) -> None:
        if len(string) <= _LONGEST_REMEMBERED:
            super().store_string(string)


def _history(path: Path | None) -> History:
    """Return the history kept in a file that only its owner can read, where there can be one."""
    if path is None:
        return InMemoryHistory()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
    except OSError:
        return InMemoryHistory()
    return _ShortLines(path)
