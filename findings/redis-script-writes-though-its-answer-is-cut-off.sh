#!/usr/bin/env bash
# Redis 7.0.15 (Debian 12: redis-server, redis-tools 5:7.0.15-1~deb12u10), client-output-buffer-limit.
#
# A script writes a key and answers with 4 MB, to a client whose output may be 1 MB at most. One would
# expect an error, or at least that the script has done nothing, as when Redis refuses a script for
# want of memory.
#
# Seen: the script runs and its write stays. The client gets no answer and no error: its connection is
# closed, and only the log of the server says why. Sent again it is cut off again.
set -euo pipefail

dir=$(mktemp -d)
server=""
cleanup() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  rm -rf "$dir"
}
trap cleanup EXIT
cd "$dir"

version=5:7.0.15-1~deb12u10
apt-get -o APT::Sandbox::User=root download -qq "redis-server=$version" "redis-tools=$version" >/dev/null
for package in ./*.deb; do dpkg -x "$package" root; done
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
root/usr/bin/redis-server --port "$port" --bind 127.0.0.1 --dir "$dir" --save '' --logfile "$dir/log" \
  --client-output-buffer-limit 'normal 1mb 0 0' &
server=$!
cli() { root/usr/bin/redis-cli -p "$port" "$@"; }
until [ "$(cli PING 2>/dev/null)" = PONG ]; do :; done

cat >client.py <<'PY'
import socket, sys
script = b"redis.call('INCR', KEYS[1]) local t = {} for i = 1, 4 do t[i] = ('x'):rep(1048576) end return t"
for _ in range(2):
    with socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=10) as connection:
        parts = [b"EVAL", script, b"1", b"written"]
        connection.sendall(b"*%d\r\n" % len(parts) + b"".join(b"$%d\r\n%s\r\n" % (len(p), p) for p in parts))
        got = 0
        try:
            while data := connection.recv(65536):
                got += len(data)
                if data.startswith(b"-"):
                    print("an error")
        except ConnectionResetError:
            pass
        print("the whole answer" if got > 4 * 1048576 else "closed before the answer was whole")
PY
{
  python3 client.py "$port"
  echo "runs of the script: $(cli GET written)"
} | tee seen
cat >expected <<'TXT'
closed before the answer was whole
closed before the answer was whole
runs of the script: 2
TXT
cmp -s seen expected || { echo CHANGED; exit 1; }
echo "as described"
