"""What an acknowledgement does: it may carry a message, a form's next step, or options."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.platforms.standin_slack_limits import Problem, suggestion_problems
from tests.platforms.standin_slack_state import Interaction, Invalid, Refusal, State
from tests.platforms.standin_slack_world import Json, View


@dataclass(frozen=True, slots=True)
class Responses:
    """Carries out what the app acknowledged with; ``breach`` hears of what Slack would refuse."""

    state: State
    say: Callable[[Interaction, Json], Json]
    breach: Callable[[str, Problem], None]

    def to_command(self, asked: Interaction, ack: Json) -> None:
        """A slash command's acknowledgement may be its answer."""
        if ack:
            self._try("slash command response", lambda: self.say(asked, ack))

    def to_submission(self, asked: Interaction, view: View, ack: Json) -> None:
        """A submitted form shows errors, changes, gets another over it, or closes."""
        what = "view_submission response"
        match ack.get("response_action"):
            case "errors":
                view.errors = dict(ack.get("errors") or {})
                self._check_errors(view)
                self.state.show(view, asked)
            case "update":
                self._try(what, lambda: self.state.change_view(view, ack["view"], asked))
            case "push":
                self._try(what, lambda: self.state.open_view(asked, ack["view"], below=view))
            case "clear":
                self.state.close_views(view.person)
            case None:
                self.state.close_views(view.person, view)
            case other:
                self.breach(what, Problem("/response_action", f"there is no {other!r}"))

    def to_suggestion(self, ack: Json) -> list[Json]:
        """The options for a menu."""
        for problem in suggestion_problems(ack):
            self.breach("block_suggestion response", problem)
        groups = ack.get("option_groups") or [{"options": ack.get("options") or []}]
        return [option for group in groups for option in group["options"]]

    def _check_errors(self, view: View) -> None:
        inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
        for block_id in view.errors:
            if block_id not in inputs:
                problem = Problem("/errors", f"{block_id!r} is no input block of the view")
                self.breach("view_submission response", problem)

    def _try(self, what: str, action: Callable[[], object]) -> None:
        """Slack shows the person an error; nobody answers the app."""
        try:
            action()
        except Invalid as invalid:
            for problem in invalid.problems:
                self.breach(what, problem)
        except Refusal as refusal:
            self.breach(what, Problem("", refusal.error, refusal.error))
