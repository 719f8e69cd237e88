"""One call of the `cent` package: what to do as JSON on standard input, how it went as JSON on standard output."""

import json
import sys

import cent

CALLS = {
    "block": lambda client, user, until: client.block_user(cent.BlockUserRequest(user=user, expire_at=until)),
    "unblock": lambda client, user, _: client.unblock_user(cent.UnblockUserRequest(user=user)),
    "disconnect": lambda client, user, _: client.disconnect(cent.DisconnectRequest(user=user)),
}

call = json.load(sys.stdin)
try:
    answer = CALLS[call["call"]](cent.Client(call["url"] + "/api", call["key"]), call["user"], call.get("until"))
    print(json.dumps({"status": 200, "text": str(answer)}))
except cent.CentUnauthorizedError as error:
    print(json.dumps({"status": 401, "text": repr(error)}))
except cent.CentError as error:
    print(json.dumps({"status": getattr(error, "status_code", 0), "text": repr(error)}))
