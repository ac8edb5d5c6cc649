#!/usr/bin/env python3
"""Receives tasks that a Sluice gateway sends: receiver.py PORT, with NAME=SECRET of its key in SLUICE_KEY."""
import base64, hashlib, hmac, http.server, os, sys, time
KEY, SECRET = os.environ["SLUICE_KEY"].split("=", 1)
class Receiver(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        about = [self.headers.get("Sluice-" + name, "") for name in ("Timestamp", "Queue", "Task-Id", "Type", "Attempt")]
        signed = "".join(part + "\n" for part in ["v1"] + about).encode() + body
        wanted = KEY + "=" + hmac.new(base64.b64decode(SECRET), signed, hashlib.sha256).hexdigest()
        given = self.headers.get("Sluice-Signature", "").split(",")  # one for each key of the gateway
        known = any(hmac.compare_digest(wanted.encode(), one.encode()) for one in given)
        fresh = about[0].isdecimal() and abs(time.time() - int(about[0])) < 300
        if known and fresh: print("task", about[2], "attempt", about[4], flush=True)  # the work; it may come twice
        self.send_response(200 if known and fresh else 401)
        self.send_header("Content-Length", str(len(body) if known and fresh else 0))
        self.end_headers()
        self.wfile.write(body if known and fresh else b"")  # the answer is the result of the task
http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Receiver).serve_forever()
