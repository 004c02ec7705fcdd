"""Modals: a form to fill in, the options of a command, and replies shown where there is no message."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, assert_never

import msgspec

from adapters.slack import kit
from adapters.slack.controls import asked
from adapters.slack.kept import Fill, encode, fields_of
from adapters.slack.kit import (
    MAX_CHOICES,
    MAX_INPUT,
    MAX_OPTION,
    MAX_OPTION_VALUE,
    MAX_OPTIONS,
    MAX_TITLE,
    Json,
)
from adapters.slack.layout import Solid
from adapters.slack.origin import Origin
from bot.chat.command import Command, CommandOption
from bot.chat.form import (
    Arrange,
    Choose,
    Field,
    FormIncomplete,
    Option,
    Response,
    Write,
    handles,
    is_begun,
)
from bot.chat.language import N_, _
from bot.chat.visible import clipped

COMPLETE = "complete:"
"""What the id of a field begins with whose suggestions are asked for while a person types."""

NAME = "Dispatch"
"""What the app is called; a modal's title has no room for the document's."""

VIEW = "dispatch"
"""The id by which Slack says that a modal is one of ours."""

YES_NO = (Option("yes", N_("Yes")), Option("no", N_("No")))


class Kept(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a modal carries: where the reply goes, and what is filled in: a form, or a command."""

    origin: Origin
    form: Fill | None = None
    command: str = ""


def loading(kept: Kept) -> Json:
    """Return a modal to be seen until there is something to show; nobody can say so if there never is."""
    words = _("One moment … If nothing appears here, close this and try again.")
    return showing([kit.context(words)], kept)


def showing(blocks: Sequence[Json], kept: Kept, title: str = NAME) -> Json:
    """Return a modal that shows something."""
    return {
        "type": "modal",
        "callback_id": VIEW,
        "title": kit.plain_text(title, MAX_TITLE),
        "close": kit.plain_text(_("Close this"), MAX_TITLE),
        "blocks": list(blocks),
        "private_metadata": encode(kept),
    }


def form(fill: Fill, origin: Origin) -> Json:
    """Return the modal for a form."""
    fields = fields_of(fill)
    numbered, by_letter = enumerate(fields), not is_begun(fields)
    blocks = [block for n, each in numbered for block in _inputs(each, str(n), by_letter=by_letter)]
    return _submitted(NAME, fill.submit, blocks, Kept(origin, form=fill))


def options(command: Command[Any], given: Mapping[str, str], origin: Origin) -> Json:
    """Return the modal for the options of a command, filled in as far as they were given."""
    blocks = [_option_input(command, each, given.get(each.name, "")) for each in command.options]
    title = command.name[:1].upper() + command.name[1:]
    return _submitted(title, _("Go"), blocks, Kept(origin, command=command.name))


def response_of(fill: Fill, values: Mapping[str, Mapping[str, Json]]) -> Response:
    """Return what was filled in; ``values`` are a submitted modal's, by block and element."""
    response: dict[str, tuple[str, ...]] = {}
    for number, each in enumerate(fields_of(fill)):
        blocks = [str(number)]
        if isinstance(each, Arrange):
            blocks = [f"{number}.{place}" for place in range(len(each.options))]
        response[each.name] = tuple(v for b in blocks for v in _values(values.get(b, {})))
    return response


def options_given(values: Mapping[str, Mapping[str, Json]]) -> dict[str, str]:
    """Return the options that were filled in, as text."""
    return {name: ",".join(given) for name, each in values.items() if (given := _values(each))}


def misfits(form: Fill | None, error: FormIncomplete) -> dict[str, str]:
    """Return what to say at which field of a modal."""
    for number, each in enumerate(fields_of(form) if form else ()):
        if each.name == error.field.name:
            place = ".0" if isinstance(each, Arrange) else ""
            return {f"{number}{place}": _wanted(each)}
    return {}


def _wanted(field: Field) -> str:
    match field:
        case Choose(at_least=least, at_most=most) if least == most:
            return _("Choose {number}.", number=most)
        case Choose(at_least=least, at_most=most):
            return _("Choose {least} to {most}.", least=least, most=most)
        case Write(limit=limit):
            return _("Write something, in at most {limit} characters.", limit=limit)
        case Arrange():
            return _("Give each of them a place of its own.")
        case _:
            assert_never(field)


def _submitted(title: str, submit: str, blocks: Sequence[Json], kept: Kept) -> Json:
    return {
        **showing(blocks, kept, title),
        "submit": kit.plain_text(submit, MAX_TITLE),
        "close": kit.plain_text(_("Cancel"), MAX_TITLE),
    }


def _inputs(field: Field, block_id: str, *, by_letter: bool) -> Iterator[Json]:
    """Yield what a field is filled in with; the options of a question are lettered as it letters them."""
    prompt = field.prompt or _("Your answer")
    match field:
        case Write(is_optional=is_optional):
            yield kit.field(prompt, block_id, _line(field), optional=is_optional)
        case Choose(at_least=least):
            written = _written_out(field)
            yield from written
            label = _("Your choice") if written else prompt
            choice = _choice(field, by_letter=by_letter)
            yield kit.field(label, block_id, choice, optional=not least)
        case Arrange(options=options):
            yield from _written_out(field) or [kit.header(prompt)]
            for place in range(len(options)):
                yield kit.field(f"{place + 1}.", f"{block_id}.{place}", _select(_named(options)))
        case _:
            assert_never(field)


def _line(field: Write) -> Json:
    typed: Json = {"type": "plain_text_input", "action_id": "text"}
    least: Json = {} if field.is_optional else {"min_length": 1}
    initial: Json = {"initial_value": field.initial} if field.initial else {}
    return {**typed, **least, "max_length": min(field.limit, MAX_INPUT), **initial}


def _written_out(field: Choose | Arrange) -> list[Json]:
    """Return the prompt with the options in full where an element would cut one of them."""
    if all(len(each.label) <= MAX_OPTION for each in _named(field.options)):
        return []
    return [item.block for item in asked(field) if isinstance(item, Solid)]


def _named(options: Sequence[Option]) -> list[Option]:
    pairs = zip(handles(len(options)), options, strict=True)
    return [Option(o.key, f"{name}. {o.label}" if o.label else name) for name, o in pairs]


def _choice(field: Choose, *, by_letter: bool) -> Json:
    named = _named(field.options) if by_letter else field.options
    initial = [kit.option(each) for each in named if each.key in field.initial]
    if field.at_most == 1:
        element = _radio(named) if len(named) <= MAX_CHOICES else _select(named)
        return {**element, "initial_option": initial[0]} if initial else element
    element = _several(named, field.at_most)
    return {**element, "initial_options": initial} if initial else element


def _radio(options: Sequence[Option]) -> Json:
    listed = [kit.option(each) for each in options]
    return {"type": "radio_buttons", "action_id": "choice", "options": listed}


def _several(options: Sequence[Option], most: int) -> Json:
    if len(options) <= MAX_CHOICES:
        return {**_radio(options), "type": "checkboxes"}
    return {**_select(options), "type": "multi_static_select", "max_selected_items": most}


def _select(options: Sequence[Option]) -> Json:
    select = kit.static_select(_("Choose"), "choice", options[:MAX_OPTIONS])
    if len(options) <= MAX_OPTIONS:
        return select
    starts = range(0, len(options), MAX_OPTIONS)
    groups = [
        {
            "label": kit.plain_text(_("From {number}", number=at + 1), MAX_OPTION),
            "options": [kit.option(each) for each in options[at : at + MAX_OPTIONS]],
        }
        for at in starts
    ]
    return {**{k: v for k, v in select.items() if k != "options"}, "option_groups": groups}


def _option_input(command: Command[Any], option: CommandOption[Any], given: str) -> Json:
    label = option.name.replace("-", " ")
    element = _option_element(command, option, given)
    made = kit.field(
        label[:1].upper() + label[1:], option.name, element, optional=not option.required
    )
    return {**made, "hint": kit.plain_text(_(option.summary), 2_000)}


def _option_element(command: Command[Any], option: CommandOption[Any], given: str) -> Json:
    match option.type:
        case "number":
            limits: Json = {"min_value": str(option.minimum), "max_value": str(option.maximum)}
            number: Json = {"type": "number_input", "action_id": "number"}
            number["is_decimal_allowed"] = False
            initial: Json = (
                {"initial_value": given} if given.isascii() and given.isdecimal() else {}
            )
            return number | limits | initial
        case "yes-no":
            yes_no = _translated(YES_NO)
            return _with_initial(_radio(yes_no), yes_no, given)
        case "list":
            return _several(_translated(option.choices), len(option.choices))
        case "text" if option.choices:
            choices = _translated(option.choices)
            return _with_initial(_select(choices), choices, given)
        case "text":
            return _text_element(command, option, given)


def _translated(options: Iterable[Option]) -> list[Option]:
    return [Option(each.key, _(each.label)) for each in options]


def _text_element(command: Command[Any], option: CommandOption[Any], given: str) -> Json:
    if option.complete and option.maximum <= MAX_OPTION_VALUE:
        id_ = f"{COMPLETE}{command.name}:{option.name}"
        select: Json = {"type": "external_select", "action_id": id_, "min_query_length": 0}
        typed = given[:MAX_OPTION_VALUE]
        initial: Json = (
            {"initial_option": kit.option(Option(typed, typed))} if typed.strip() else {}
        )
        return {**select, "placeholder": kit.plain_text(_("Choose or type"), 150), **initial}
    limit = min(max(option.maximum, 1), MAX_INPUT)
    initial = {"initial_value": given[:limit]} if given else {}
    return {"type": "plain_text_input", "action_id": "text", "max_length": limit, **initial}


def _with_initial(element: Json, options: Iterable[Option], given: str) -> Json:
    chosen = next((each for each in options if each.key == given), None)
    return {**element, "initial_option": kit.option(chosen)} if chosen else element


def _values(elements: Mapping[str, Json]) -> tuple[str, ...]:
    """Return the values of the one element in a block."""
    for element in elements.values():
        if (chosen := element.get("selected_options")) is not None:
            return tuple(str(each["value"]) for each in chosen)
        if chosen := element.get("selected_option"):
            return (str(chosen["value"]),)
        if (typed := element.get("value")) not in (None, ""):
            return (str(typed),)
    return ()


def suggestions(found: Iterable[Option], typed: str) -> list[Json]:
    """Return what was typed and what it could become, for a field that suggests while one types."""
    own = [Option(typed, typed)] if typed.strip() and len(typed) <= MAX_OPTION_VALUE else []
    fitting = [each for each in found if 0 < len(each.key) <= MAX_OPTION_VALUE]
    unique = {each.key: each for each in [*own, *fitting]}
    labelled = [Option(key, clipped(each.label, MAX_OPTION)) for key, each in unique.items()]
    return [kit.option(each) for each in labelled[:MAX_OPTIONS]]
