#!/usr/bin/env bash
# Redis 7.0.15 (Debian 12: redis-server, redis-tools 5:7.0.15-1~deb12u10): a master, a replica and a
# Sentinel that watches them with down-after-milliseconds 1000.
#
# The server's own FAILOVER hands the role of the master to the replica and loses nothing. One would
# expect a Sentinel, which asks both for their role every second or more often, to name the new
# master at once: it is how clients find it.
#
# Seen: the old master is a replica within a second, and the Sentinel goes on naming it. Half a
# minute later it has made a failover of its own and names the other one. Until then every client
# that asks it is led to a server that takes no writes. SENTINEL FAILOVER names the new master within
# two seconds (and loses what the old one took meanwhile).
set -euo pipefail

dir=$(mktemp -d)
pids=""
cleanup() {
  [ -z "$pids" ] || kill $pids 2>/dev/null || true
  rm -rf "$dir"
}
trap cleanup EXIT
cd "$dir"

version=5:7.0.15-1~deb12u10
apt-get -o APT::Sandbox::User=root download -qq "redis-server=$version" "redis-tools=$version" >/dev/null
for package in ./*.deb; do dpkg -x "$package" root; done
free() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
say() { root/usr/bin/redis-cli -p "$@" 2>/dev/null | tr -d '\r'; }
until_it() { until eval "$1"; do sleep 0.1; done; }
role() { say "$1" ROLE | head -n 1; }
named() { say "$sentinel" SENTINEL get-master-addr-by-name main | tail -n 1; }
seconds_until() { # condition, most seconds
  local begun=$SECONDS
  until eval "$1" || [ $((SECONDS - begun)) -ge "$2" ]; do sleep 0.2; done
  echo $((SECONDS - begun))
}

try() { # name, command to the master or the Sentinel
  master=$(free) replica=$(free) sentinel=$(free)
  mkdir "$1"
  root/usr/bin/redis-server --port "$master" --bind 127.0.0.1 --dir "$1" --save '' --logfile m.log &
  pids="$pids $!"
  root/usr/bin/redis-server --port "$replica" --bind 127.0.0.1 --dir "$1" --save '' --logfile r.log \
    --dbfilename r.rdb --replicaof 127.0.0.1 "$master" &
  pids="$pids $!"
  until_it '[ "$(role "$replica")" = slave ] && say "$master" INFO replication | grep -q state=online'
  printf 'port %s\nbind 127.0.0.1\nsentinel monitor main 127.0.0.1 %s 1\nsentinel down-after-milliseconds main 1000\n' \
    "$sentinel" "$master" >"$1/sentinel.conf"
  root/usr/bin/redis-server "$1/sentinel.conf" --sentinel --logfile s.log &
  pids="$pids $!"
  until_it 'say "$sentinel" SENTINEL replicas main | grep -q "$replica"'
  sleep 12 # the Sentinel looks at the roles every 10 s
  [ "$2" = FAILOVER ] && say "$master" FAILOVER >/dev/null || say "$sentinel" SENTINEL FAILOVER main >/dev/null
  until_it '[ "$(role "$replica")" = master ]'
  local late
  late=$(seconds_until '[ "$(named)" = "$replica" ]' 60)
  if [ "$late" -ge 15 ] && [ "$late" -lt 60 ]; then late="after more than 15 s"
  elif [ "$late" -le 3 ]; then late="at once"; fi
  printf '%-18s the Sentinel names the new master %s\n' "$2" "$late"
}
try sentinel 'SENTINEL FAILOVER' >seen
try server FAILOVER >>seen
cat seen
cat >expected <<'TXT'
SENTINEL FAILOVER  the Sentinel names the new master at once
FAILOVER           the Sentinel names the new master after more than 15 s
TXT
cmp -s seen expected || { echo CHANGED; exit 1; }
echo "as described"
