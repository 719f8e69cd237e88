"""A chat with Starlette on uvicorn: WebSockets, server-sent events, and requests of other kinds."""

import asyncio
import socket as sockets
from urllib.parse import quote

import uvicorn
from starlette.applications import Starlette
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocketDisconnect

rooms = {}
released = asyncio.Event()


# Stands for the application's own login: never believe such a parameter in earnest.
def user_of(scope):
    return HTTPConnection(scope).query_params.get("user", "visitor")


def saying_who_it_is(app):
    async def answer(scope, receive, send):
        async def send_with_header(message):
            if message["type"] in ("http.response.start", "websocket.accept"):
                subject = (b"bouncer-subject", f"user={quote(user_of(scope))}".encode())
                message["headers"] = [*message.get("headers", ()), subject]
            await send(message)

        await app(scope, receive, send_with_header)

    return answer


def say(room, message):
    for member in rooms.get(room, ()):
        member.put_nowait(message)


async def talk(socket):
    if socket.path_params["room"] == "private":
        await socket.send_denial_response(PlainTextResponse("members only\n", 418))
        return
    await socket.accept("chat" if "chat" in socket.scope["subprotocols"] else None)
    room = socket.path_params["room"]
    member = asyncio.Queue()
    rooms.setdefault(room, set()).add(member)
    await socket.send_text("welcome")

    async def hear():
        while True:
            message = await member.get()
            await (socket.send_text if isinstance(message, str) else socket.send_bytes)(message)

    hearing = asyncio.create_task(hear())
    try:
        while True:
            message = await socket.receive()
            if message["type"] == "websocket.disconnect":
                break
            said = message.get("text") if message.get("text") is not None else message["bytes"]
            if said == "bye":
                await socket.close(4000, "see you")
                break
            say(room, said)
    except WebSocketDisconnect:
        pass
    finally:
        hearing.cancel()
        rooms[room].discard(member)


async def events(request):
    async def stream():
        member = asyncio.Queue()
        rooms.setdefault("events", set()).add(member)
        try:
            yield "data: welcome\n\n"
            while True:
                yield f"data: {await member.get()}\n\n"
        finally:
            rooms["events"].discard(member)

    return StreamingResponse(stream(), media_type="text/event-stream")


async def said(request):
    say("events", (await request.body()).decode())
    return Response(status_code=204)


async def mirror(request):
    body = await request.body()
    answer = JSONResponse({"method": request.method, "query": request.url.query, "length": len(body),
                           "accept": request.headers.get("accept"), "own": request.headers.get("x-own")}, 201)
    answer.set_cookie("a", "1")
    answer.set_cookie("b", "2")
    return answer


async def download(_):
    async def parts():
        yield b"first"
        # The rest comes only when somebody has asked for it, who has seen the first.
        await released.wait()
        released.clear()
        for _ in range(200):
            yield b"x" * 10_000

    return StreamingResponse(parts(), media_type="application/octet-stream")


async def release(_):
    released.set()
    return PlainTextResponse("released")


app = Starlette(routes=[
    WebSocketRoute("/app/rooms/{room}", talk),
    Route("/app/events", events),
    Route("/app/said", said, methods=["POST"]),
    Route("/app/mirror", mirror, methods=["GET", "POST", "PUT", "DELETE"]),
    Route("/app/download", download),
    Route("/app/release", release),
    Route("/app/moved", lambda _: RedirectResponse("/app/mirror?moved")),
])
app = saying_who_it_is(app)

with sockets.create_server(("127.0.0.1", 0)) as listening:
    print(f"listening on {listening.getsockname()[1]}", flush=True)
    uvicorn.Server(uvicorn.Config(app, log_level="critical")).run(sockets=[listening])
