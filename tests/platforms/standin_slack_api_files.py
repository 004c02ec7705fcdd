"""The Web API's three steps of uploading a file, and the addresses that files are at."""

from dataclasses import dataclass

from aiohttp import web

from tests.platforms.standin_slack_faults import Faults
from tests.platforms.standin_slack_server import Call, Endpoint
from tests.platforms.standin_slack_state import Refusal, State
from tests.platforms.standin_slack_world import File, Json

MOST_FILES = 10


@dataclass(slots=True)
class _Upload:
    """A file that was announced; its content comes to the address that was given out."""

    name: str
    length: int
    alt_text: str
    content: bytes | None = None


class FilesApi:
    """Announce, send, complete; the last may share the files in a channel."""

    def __init__(self, state: State, faults: Faults) -> None:
        self._state = state
        self._faults = faults
        self._uploads: dict[str, _Upload] = {}

    def endpoints(self) -> list[Endpoint]:
        """The methods."""
        return [
            Endpoint("files.getUploadURLExternal", self._announce, "files:write"),
            Endpoint("files.completeUploadExternal", self._complete, "files:write"),
            Endpoint("files.delete", self._delete, "files:write"),
        ]

    def receiving(self, file_id: str) -> Endpoint:
        """What the address does that the content is sent to."""

        async def receive(call: Call) -> Json:
            upload = self._uploads.get(file_id)
            if upload is None or upload.length != len(call.sent):
                raise Refusal("invalid_upload")
            upload.content = call.sent
            return {}

        return Endpoint("upload", receive, open=True)

    async def download(self, request: web.Request) -> web.Response:
        """The content of a file, as the image in a message is loaded."""
        file = self._state.files.get(request.match_info["file"])
        return web.Response(status=404) if file is None else web.Response(body=file.content)

    async def _announce(self, call: Call) -> Json:
        length = int(call.need("length"))
        if length <= 0:
            raise Refusal("invalid_arguments")
        number = self._state.clock.id("F")
        alt_text = str(call.given.get("alt_txt") or "")
        self._uploads[number] = _Upload(str(call.need("filename")), length, alt_text)
        return {"file_id": number, "upload_url": f"{self._state.base_url}/upload/v1/{number}"}

    async def _complete(self, call: Call) -> Json:
        wanted = call.need("files")
        if not 1 <= len(wanted) <= MOST_FILES:
            raise Refusal("invalid_arguments")
        channel_id = call.given.get("channel_id") or call.given.get("channels")
        channel = self._state.postable(call.install, channel_id) if channel_id else None
        files = [self._completed(one) for one in wanted]
        if channel is not None:
            body = {"text": call.given.get("initial_comment") or ""}
            body |= {key: call.given[key] for key in ("thread_ts", "blocks") if key in call.given}
            install = call.install
            self._state.post(channel, body, install.bot, bot_id=install.bot_id, files=files)
        return {"files": [one.json() for one in files]}

    async def _delete(self, call: Call) -> Json:
        if self._state.files.pop(str(call.need("file")), None) is None:
            raise Refusal("file_not_found")
        return {}

    def _completed(self, wanted: Json) -> File:
        upload = self._uploads.get(wanted.get("id", ""))
        if upload is None or upload.content is None:
            raise Refusal("file_not_found")
        number = str(wanted["id"])
        title = str(wanted.get("title") or upload.name)
        url = f"{self._state.base_url}/files/{number}/{upload.name}"
        early = self._faults.slow_files
        made = File(number, upload.name, upload.content, title, upload.alt_text, url, early)
        self._state.files[number] = made
        return made
