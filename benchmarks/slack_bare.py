"""An app of one trivial command on the bare slack-bolt: what others are measured against.

It is pointed by ``SLACK_API_URL`` and holds the tokens in its environment as ours does.
"""

import asyncio
import os
import signal

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient


async def lookup(ack: AsyncAck, respond: AsyncRespond) -> None:
    """Acknowledge, and say something."""
    await ack()
    await respond("pong", response_type="in_channel")


async def main() -> None:
    """Serve until SIGTERM."""
    token, app_token = os.environ["SLACK_BOT_TOKEN"], os.environ["SLACK_APP_TOKEN"]
    # With these it would look for installations, and answer that there is none.
    for name in ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"):
        os.environ.pop(name, None)
    client = AsyncWebClient(token=token, base_url=os.environ["SLACK_API_URL"])
    app = AsyncApp(client=client, request_verification_enabled=False)
    app.command("/dispatch")(lookup)
    handler = AsyncSocketModeHandler(app, app_token, web_client=client)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    await stopped.wait()
    await handler.close_async()  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    asyncio.run(main())
