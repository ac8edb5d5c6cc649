#!/usr/bin/env bash
# nginx 1.22.1 (Debian 12: nginx 1.22.1-9+deb12u11, with `proxy_buffering` on, its default, and
# nothing else but proxy_pass), Node.js as the server behind it.
#
# A stream of server-sent events, five events 500 ms apart. One would expect `proxy_buffering on` to
# hold all of them back, or none, however the server frames its answer: the requests that nginx sends
# are HTTP/1.0, which knows one framing only.
#
# Seen: what is sent in chunks (although the request was HTTP/1.0) is passed on event by event, the
# first one at once. The same events without chunks, ended by the close of the connection as HTTP/1.0
# has it, are held back until the stream ends; `X-Accel-Buffering: no` lets them flow, and is taken
# out of the answer. So a server that follows HTTP/1.0 more closely is the one whose streams stand.
set -euo pipefail

dir=$(mktemp -d)
server="" proxy=""
cleanup() {
  for process in $server $proxy; do kill "$process" 2>/dev/null || true; done
  rm -rf "$dir"
}
trap cleanup EXIT
cd "$dir"

apt-get -o APT::Sandbox::User=root download -qq nginx=1.22.1-9+deb12u11 >/dev/null
dpkg -x nginx_*.deb root
free() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
behind=$(free) front=$(free)

cat >server.js <<'JS'
const http = require("http");
http.createServer((request, response) => {
  const head = { "Content-Type": "text/event-stream" };
  if (request.url === "/accel") head["X-Accel-Buffering"] = "no";
  response.useChunkedEncodingByDefault = request.url === "/chunks";
  if (request.url === "/chunks") head["Transfer-Encoding"] = "chunked";
  else response.shouldKeepAlive = false;
  response.writeHead(200, head);
  let sent = 0;
  const timer = setInterval(() => {
    response.write(`data: ${sent}\n\n`);
    if (++sent === 5) { clearInterval(timer); response.end(); }
  }, 500);
}).listen(Number(process.argv[2]), "127.0.0.1");
JS
node server.js "$behind" &
server=$!

mkdir temp
cat >nginx.conf <<CONF
daemon off; pid $dir/pid; error_log $dir/error.log;
events {}
http {
  access_log off;
  client_body_temp_path temp; proxy_temp_path temp; fastcgi_temp_path temp; uwsgi_temp_path temp; scgi_temp_path temp;
  server { listen 127.0.0.1:$front; location / { proxy_pass http://127.0.0.1:$behind; } }
}
CONF
root/usr/sbin/nginx -p "$dir" -c nginx.conf -e error.log &
proxy=$!

cat >client.py <<'PY'
import http.client, sys, time
port = int(sys.argv[1])
for name, path in (("in chunks", "/chunks"), ("until close", "/close"), ("until close, X-Accel-Buffering", "/accel")):
    began = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.readline()
    first = time.monotonic() - began
    answer.read()
    whole = time.monotonic() - began
    print(f"{name}: the first event {'at the end' if whole - first < 0.4 else 'at once'}, "
          f"X-Accel-Buffering {'passed on' if answer.getheader('X-Accel-Buffering') else 'not passed on'}")
PY
until python3 -c "import socket; [socket.create_connection(('127.0.0.1', p)).close() for p in ($behind, $front)]" 2>/dev/null; do :; done
python3 client.py "$front" | tee seen
cat >expected <<'TXT'
in chunks: the first event at once, X-Accel-Buffering not passed on
until close: the first event at the end, X-Accel-Buffering not passed on
until close, X-Accel-Buffering: the first event at once, X-Accel-Buffering not passed on
TXT
cmp -s seen expected || { echo CHANGED; exit 1; }
echo "as described"
