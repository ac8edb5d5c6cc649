#!/usr/bin/env bash
# Redis 7.0.15 (Debian 12: redis-server, redis-tools 5:7.0.15-1~deb12u10), Lua scripts.
#
# A script computes an instant in milliseconds with a fraction, 1795600000000.0123, and stores it. One
# would expect the same digits wherever the number goes, since Lua has one type of number.
#
# Seen: as an argument of a command it is written with 17 digits, so that ZADD keeps the fraction. Put
# into a text with `..` it is written with 14 digits, and the fraction is rounded away.
# Returned as the script's answer it is cut to a whole number.
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
root/usr/bin/redis-server --port "$port" --bind 127.0.0.1 --dir "$dir" --save '' --logfile "$dir/log" &
server=$!
cli() { root/usr/bin/redis-cli -p "$port" "$@"; }
until [ "$(cli PING 2>/dev/null)" = PONG ]; do :; done

number=1795600000000.0123
{
  cli EVAL "redis.call('ZADD', KEYS[1], $number, 'member')" 1 set >/dev/null
  echo "as an argument: $(cli ZSCORE set member)"
  echo "in a text:      $(cli EVAL "return '' .. $number" 0)"
  echo "as an answer:   $(cli EVAL "return $number" 0)"
} | tee seen
cat >expected <<'TXT'
as an argument: 1795600000000.0122
in a text:      1795600000000
as an answer:   1795600000000
TXT
cmp -s seen expected || { echo CHANGED; exit 1; }
echo "as described"
