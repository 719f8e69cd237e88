"""JSON lines: commands in on standard input, events out on standard output."""

import asyncio
import json
import sys


def tell(event, **more):
    print(json.dumps({"event": event, **more}), flush=True)


def away(code, text):
    tell("told", code=code, text=text)
    tell("state", state="disconnected")


async def obey(**handlers):
    """Calls the handler of each line {"do": NAME, …}, until the input ends."""
    while line := await asyncio.to_thread(sys.stdin.readline):
        command = json.loads(line)
        handlers[command.pop("do")](**command)
