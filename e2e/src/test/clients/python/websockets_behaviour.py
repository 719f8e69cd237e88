"""What two users of the chat see, by the paths of its server: the first at one address, the second at another."""

import asyncio
import hashlib
import sys

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

first, second, token, path = sys.argv[1:]
INCOMPRESSIBLE = hashlib.shake_256(b"any").digest(1_000_000)


def enter(url, room="talk"):
    return connect(
        f"{url}{path}{room}?x=%2F&y=a+b",
        additional_headers={"Authorization": f"Bearer {token}"},
        subprotocols=["chat"],
        max_size=None,
        proxy=None,
    )


async def heard(socket):
    message = await socket.recv()
    data = message.encode() if isinstance(message, str) else message
    return type(message).__name__, len(data), hashlib.sha256(data).hexdigest()


async def both_hear(says, message):
    await says.send(message)
    print(await heard(alice), await heard(bob))


async def closing(socket):
    try:
        await socket.recv()
    except ConnectionClosed as closed:
        return closed.rcvd


async def main():
    global alice, bob
    async with enter(first) as alice, enter(second) as bob:
        print(await heard(alice), alice.subprotocol, alice.protocol.extensions, await heard(bob))
        for message in "hello", "", "čau 🐎", bytes([0, 255, 128]), "x" * 200_000, INCOMPRESSIBLE:
            await both_hear(alice, message)
        await both_hear(bob, (part for part in ("in ", "three ", "parts")))
        print("pong", await (await bob.ping("between")) > 0)
        for n in range(1000):
            await alice.send(str(n))
        print("in order", [await bob.recv() for _ in range(1000)] == [str(n) for n in range(1000)])
        await bob.close(4001, "done")
        print("bob", bob.close_code, bob.close_reason)
        await alice.send("bye")
        for _ in range(1000):
            await alice.recv()
        print("alice", await closing(alice))
    try:
        async with enter(first, "private"):
            print("let in")
    except InvalidStatus as refused:
        print(refused.response.status_code, refused.response.body)


asyncio.run(main())
