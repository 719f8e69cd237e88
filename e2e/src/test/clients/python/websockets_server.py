"""A chat with `websockets`: what is said in a room, everybody in it hears."""

import asyncio
from http import HTTPStatus
from urllib.parse import parse_qs, quote, urlsplit

from websockets.asyncio.server import broadcast, serve
from websockets.exceptions import ConnectionClosed

rooms = {}


# Stands for the application's own login: never believe such a parameter in earnest.
def user_of(request):
    return parse_qs(urlsplit(request.path).query).get("user", ["visitor"])[0]


def members_only(connection, request):
    if request.path.startswith("/live/private"):
        return connection.respond(HTTPStatus.IM_A_TEAPOT, "members only\n")


def say_who_it_is(connection, request, response):
    response.headers["Bouncer-Subject"] = f"user={quote(user_of(request))}"


async def talk(socket):
    room = rooms.setdefault(urlsplit(socket.request.path).path, set())
    room.add(socket)
    try:
        await socket.send("welcome")
        async for message in socket:
            if message == "bye":
                await socket.close(4000, "see you")
            else:
                broadcast(room, message)
    except ConnectionClosed:
        pass
    finally:
        room.discard(socket)


async def main():
    async with serve(
        talk, "127.0.0.1", 0, process_request=members_only, process_response=say_who_it_is, max_size=None
    ) as server:
        print(f"listening on {server.sockets[0].getsockname()[1]}", flush=True)
        await server.serve_forever()


asyncio.run(main())
