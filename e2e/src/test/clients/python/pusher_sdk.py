"""One call of the `pusher` package: what to do as JSON on standard input, how it went as JSON on standard output."""

import json
import sys
from urllib.parse import urlsplit

import pusher

call = json.load(sys.stdin)
url = urlsplit(call["url"])
client = pusher.Pusher(
    app_id=call["appId"], key=call["key"], secret=call["secret"], host=url.hostname, port=url.port, ssl=False
)
try:
    answer = client.terminate_user_connections(call["user"])
    print(json.dumps({"status": 200, "text": json.dumps(answer)}))
except pusher.errors.PusherBadAuth as error:
    print(json.dumps({"status": 401, "text": str(error)}))
except pusher.errors.PusherError as error:
    print(json.dumps({"status": 0, "text": repr(error)}))
