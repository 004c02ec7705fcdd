"""The Web API's methods for modals and the App Home."""

from tests.platforms.standin_slack_server import Call, Endpoint
from tests.platforms.standin_slack_state import Refusal, State
from tests.platforms.standin_slack_world import Json, View


class ViewsApi:
    """Opening, pushing, changing and publishing views."""

    def __init__(self, state: State) -> None:
        self._state = state

    def endpoints(self) -> list[Endpoint]:
        """The methods."""
        return [
            Endpoint("views.open", self._open),
            Endpoint("views.push", self._push),
            Endpoint("views.update", self._update),
            Endpoint("views.publish", self._publish),
        ]

    async def _open(self, call: Call) -> Json:
        interaction = self._state.spend_trigger(call.need("trigger_id"))
        return _shown(self._state.open_view(interaction, call.need("view")))

    async def _push(self, call: Call) -> Json:
        interaction = self._state.spend_trigger(call.need("trigger_id"))
        below = interaction.source
        if not isinstance(below, View) or not below.modal or below.closed:
            raise Refusal("not_found")
        return _shown(self._state.open_view(interaction, call.need("view"), below=below))

    async def _update(self, call: Call) -> Json:
        view = self._named(call)
        if call.given.get("hash") not in {None, "", view.hash}:
            raise Refusal("hash_conflict")
        self._state.change_view(view, call.need("view"))
        return _shown(view)

    async def _publish(self, call: Call) -> Json:
        person = self._state.users.get(str(call.need("user_id")))
        if person is None or person.team not in call.install.workspaces:
            raise Refusal("invalid_arguments")
        home = self._state.homes.get(person.id)
        if home is not None and call.given.get("hash") not in {None, "", home.hash}:
            raise Refusal("hash_conflict")
        return _shown(self._state.publish_home(call.install, person, call.need("view")))

    def _named(self, call: Call) -> View:
        for view in self._state.views.values():
            by_id = view.id == call.given.get("view_id")
            outside = call.given.get("external_id")
            by_name = outside is not None and view.body.get("external_id") == outside
            if (by_id or by_name) and not view.closed and view.install is call.install:
                return view
        raise Refusal("not_found")


def _shown(view: View) -> Json:
    return {"view": view.json()}
