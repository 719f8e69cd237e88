"""Server-sent events as any client reads them: a response that goes on and on. It does not come back by itself."""

import asyncio
import json
from http.client import HTTPConnection, HTTPException
from threading import Thread
from urllib.parse import urlsplit

from lines import away, obey, tell

options = {}


def request(method, path, body=None):
    token, user = options.get("token"), options.get("user")
    connection = HTTPConnection(urlsplit(options["url"]).netloc, timeout=30)
    connection.request(method, path + (f"?user={user}" if user else ""), body,
                       {"Cookie": f"session={token}"} if token else {})
    return connection.getresponse()


def listen():
    try:
        response = request("GET", "/app/events")
        if response.status != 200:
            away(response.status, json.load(response)["detail"])
            return
        while line := response.readline():
            if line.startswith(b"data: "):
                text = line.removeprefix(b"data: ").strip().decode()
                tell("in") if text == "welcome" else tell("heard", text=text)
        away(0, "ended")
    except (OSError, HTTPException) as error:
        away(0, type(error).__name__)


def come(**command):
    options.update(command)
    Thread(target=listen, daemon=True).start()


def say(text):
    request("POST", "/app/said", text).read()


asyncio.run(obey(open=come, connect=come, say=say))
