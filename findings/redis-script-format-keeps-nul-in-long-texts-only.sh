#!/usr/bin/env bash
# Redis 7.0.15 (Debian 12: redis-server, redis-tools 5:7.0.15-1~deb12u10), Lua scripts.
#
# A script joins values with string.format('%s', value). Values of Redis and texts of Lua may hold any bytes,
# so one would expect the whole value, or for all values the same.
#
# Seen: of a value of less than 100 bytes the text ends before its first NUL; one of 100 bytes or more comes
# whole. `..` and table.concat keep all bytes. A record that is put together so is right in each test with a
# long payload, and loses the end of a short one.
set -euo pipefail

dir=$(mktemp -d)
server=
cleanup() {
  if [ -n "$server" ]; then kill "$server" 2>/dev/null && wait "$server" || true; fi
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
until [ "$(root/usr/bin/redis-cli -p "$port" PING 2>/dev/null)" = PONG ]; do :; done

script="
  local seen = {}
  for _, length in ipairs({10, 99, 100, 1000}) do
    redis.call('SET', KEYS[1], 'abc' .. string.char(0) .. ('d'):rep(length - 4))
    local value = redis.call('GET', KEYS[1])
    seen[#seen + 1] = #value .. ' bytes: format ' .. #string.format('%s', value) .. ', concat ' .. #table.concat({value})
  end
  return seen"
root/usr/bin/redis-cli -p "$port" --raw EVAL "$script" 1 value | tee seen
cat > expected <<'TXT'
10 bytes: format 3, concat 10
99 bytes: format 3, concat 99
100 bytes: format 100, concat 100
1000 bytes: format 1000, concat 1000
TXT
cmp -s seen expected || { echo CHANGED; exit 1; }
echo "as described"
