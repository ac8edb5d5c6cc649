"""Enqueues a stream of tasks and keeps it back until the server asks for it.

The http.client of Python does not know 100-continue, so the word is waited for by hand.
"""

import http.client
import sys
import urllib.parse

url = urllib.parse.urlsplit(sys.argv[1])
body = sys.stdin.buffer.read()
connection = http.client.HTTPConnection(url.hostname, url.port, timeout=20)
connection.putrequest("POST", url.path)
connection.putheader("Content-Type", "application/x-ndjson")
connection.putheader("Content-Length", str(len(body)))
connection.putheader("Expect", "100-continue")
connection.endheaders()

head = b""
while not head.endswith(b"\r\n\r\n"):
    byte = connection.sock.recv(1)
    if not byte:
        sys.exit("the server closed the connection")
    head += byte
if not head.startswith(b"HTTP/1.1 100 "):
    sys.exit("the server answered without asking for the body: " + head.decode())

connection.send(body)
sys.stdout.write(connection.getresponse().read().decode())
