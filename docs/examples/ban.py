"""Blocks a user for an hour, lifts the block, and closes the user's connections, waiting until every edge has. Python 3.9 or newer.

BOUNCER_URL=http://127.0.0.1:8080 BOUNCER_APP=demo BOUNCER_KEY=... python3 ban.py alice
"""

import json
import os
import sys
import time
import uuid
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import Request, urlopen

ROOT = f"{os.environ['BOUNCER_URL']}/v1/apps/{os.environ['BOUNCER_APP']}"
PASSING = {408, 429, *range(500, 600)}


def call(method, path, body):
    # However often the key arrives, it is one command in the blocklist and in the audit log. Connections that
    # were opened between two tries may be closed too.
    headers = {"Authorization": f"Bearer {os.environ['BOUNCER_KEY']}", "Content-Type": "application/json",
               "Idempotency-Key": str(uuid.uuid4())}
    request = Request(ROOT + path, json.dumps(body).encode(), headers, method=method)
    for tries in range(1, 6):
        wait = 0
        try:
            with urlopen(request, timeout=30) as answer:
                return json.load(answer)
        except HTTPError as error:
            if tries == 5 or error.code not in PASSING:
                raise SystemExit(f"{method} {path}: {error.code} {error.read().decode()}") from None
            wait = int(error.headers.get("Retry-After", 0))
        except (URLError, TimeoutError, ConnectionError):
            if tries == 5:
                raise
        time.sleep(wait + 2**tries * 0.05)


user = quote(sys.argv[1], safe="")
print(call("PUT", f"/blocks/user/{user}?wait=10s", {"for": "1h", "reason": "spam wave 12", "message": "Come back in an hour."}))
print(call("DELETE", f"/blocks/user/{user}", {"reason": "appeal accepted"}))
print(call("DELETE", f"/sessions/user/{user}?wait=10s", {"reason": "new password"}))
