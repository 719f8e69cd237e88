"""What a client of the application sees at one address, and what another does meanwhile at a second one."""

import hashlib
import sys
from http.client import HTTPConnection
from urllib.parse import urlsplit

first, second, token = sys.argv[1:4]


def connect(url):
    return HTTPConnection(urlsplit(url).netloc, timeout=30)


def ask(connection, method, path, body=None, **headers):
    connection.request(method, path, body, {"Cookie": f"session={token}", **headers})
    return connection.getresponse()


def tell(response):
    shown = [(name, response.headers.get_all(name)) for name in ("Content-Type", "Content-Length", "Location", "Set-Cookie")]
    body = response.read()
    print(response.status, shown, body if len(body) < 500 else hashlib.sha256(body).hexdigest())


alice = connect(first)
tell(ask(alice, "GET", "/app/mirror?x=%2F&y=a+b", Accept="a/b;q=0.5", **{"X-Own": "1"}))
tell(ask(alice, "POST", "/app/mirror", b"y" * 300_000))
tell(ask(alice, "PUT", "/app/mirror", iter([b"in ", b"chunks"])))
tell(ask(alice, "DELETE", "/app/mirror"))
tell(ask(alice, "HEAD", "/app/mirror"))
tell(ask(alice, "POST", "/app/release"))
tell(ask(alice, "GET", "/app/nowhere"))
tell(ask(alice, "GET", "/app/moved"))

download = ask(alice, "GET", "/app/download")
print(download.status, download.read(5))
tell(ask(connect(second), "GET", "/app/release"))
tell(download)

stream = ask(connect(second), "GET", "/app/events")
print(stream.status, stream.headers["Content-Type"], stream.readline(), stream.readline())
for text in "hello", "čau":
    tell(ask(alice, "POST", "/app/said", text.encode()))
    print(stream.readline(), stream.readline())
