#!/usr/bin/env bash
# Redis 7.0.15 (Debian 12: redis-server, redis-tools 5:7.0.15-1~deb12u10), append-only file, ACL file.
#
# `user default off` is what one writes so that nobody can come in without a name. One would expect
# it to decide about connections only, and an append-only file that was written with
# `appendfsync always` to be back after a restart, whole.
#
# Seen: Redis loads its own append-only file as a client with the rights of the default user. Single
# commands are loaded; what a script or a transaction wrote, which stands in the file between MULTI
# and EXEC, is refused and skipped. The server then starts, answers PONG, and the keys are gone; one
# line in its log, "CRITICAL", says so. With `user default off ~* &* +@all` all of them are there.
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

as_app() { root/usr/bin/redis-cli -p "$port" --user app --pass any --no-auth-warning "$@"; }
start() {
  root/usr/bin/redis-server --port "$port" --bind 127.0.0.1 --dir "$1" --save '' --appendonly yes \
    --appendfsync always --aclfile "$1/users.acl" --logfile "$1/log" &
  server=$!
  until [ "$(as_app PING 2>/dev/null)" = PONG ]; do :; done
}
stop() {
  kill "$server"
  wait "$server" || true
  server=""
}

try() { # the rule for the default user
  mkdir "$1"
  printf '%s\nuser app on nopass ~* &* +@all\n' "$2" >"$1/users.acl"
  start "$dir/$1"
  as_app SET single 1 >/dev/null
  as_app EVAL "redis.call('SET', 'script-a', 1) redis.call('SET', 'script-b', 1)" 0 >/dev/null
  stop
  start "$dir/$1"
  printf '%-28s keys: %sCRITICAL in the log: %s\n' "$2" \
    "$(as_app KEYS '*' | sort | tr '\n' ' ')" "$(grep -q CRITICAL "$1/log" && echo yes || echo no)"
  stop
}
{
  try bare 'user default off'
  try rights 'user default off ~* &* +@all'
} | tee seen
cat >expected <<'TXT'
user default off             keys: single CRITICAL in the log: yes
user default off ~* &* +@all keys: script-a script-b single CRITICAL in the log: no
TXT
cmp -s seen expected || { echo CHANGED; exit 1; }
echo "as described"
