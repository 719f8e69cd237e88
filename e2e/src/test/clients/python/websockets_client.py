"""`websockets` as an application uses it, at the paths of its server: it does not come back by itself."""

import asyncio

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from lines import away, obey, tell

options = {}
sockets = []
tasks = set()


async def visit(url, variant, token=None, user=None):
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    uri = f"{url}{variant}room" + (f"?user={user}" if user else "")
    try:
        async with connect(uri, additional_headers=headers, proxy=None) as socket:
            sockets.append(socket)
            while True:
                message = await socket.recv()
                tell("in") if message == "welcome" else tell("heard", text=message)
    except ConnectionClosed as closed:
        away(closed.rcvd.code if closed.rcvd else 1006, closed.rcvd.reason if closed.rcvd else "")
    except InvalidStatus as refused:
        away(refused.response.status_code, refused.response.body.decode())


def start(coroutine):
    task = asyncio.create_task(coroutine)
    tasks.add(task)
    task.add_done_callback(tasks.discard)


def come(**command):
    options.update(command)
    start(visit(**options))


def say(text):
    start(sockets[-1].send(text))


asyncio.run(obey(open=come, connect=come, say=say))
