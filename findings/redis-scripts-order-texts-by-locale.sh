#!/usr/bin/env bash
# Redis 7.0.15 (Debian 12: redis-server, redis-tools 5:7.0.15-1~deb12u10), Lua scripts; locale en_US.UTF-8
# (Debian 12: locales 2.36-9+deb12u14).
#
# A script compares texts with `<`, as table.sort does, to go through members in the order in which a
# sorted set has them. One would expect one order in one server, since members are bytes.
#
# Seen: sorted sets order by bytes, whatever the locale. Comparisons in scripts follow the locale in which
# the server was started: in C both agree; in en_US.UTF-8 `Zebra` comes behind `apple`, and `-` counts less
# than letters. Two servers of one set-up can so run one script differently.
set -euo pipefail

dir=$(mktemp -d)
servers=()
cleanup() {
  for server in ${servers[@]+"${servers[@]}"}; do kill "$server" 2>/dev/null && wait "$server" || true; done
  rm -rf "$dir"
}
trap cleanup EXIT
cd "$dir"

version=5:7.0.15-1~deb12u10
apt-get -o APT::Sandbox::User=root download -qq "redis-server=$version" "redis-tools=$version" \
  locales=2.36-9+deb12u14 >/dev/null
for package in ./*.deb; do dpkg -x "$package" root; done
mkdir locales
I18NPATH=root/usr/share/i18n localedef -i en_US -f UTF-8 locales/en_US.UTF-8

script="
  local names = {'Zebra', 'apple', 'ab', 'a-c'}
  for _, name in ipairs(names) do redis.call('ZADD', KEYS[1], 0, name) end
  table.sort(names)
  return table.concat(redis.call('ZRANGE', KEYS[1], 0, -1), ' ') .. ' | ' .. table.concat(names, ' ')"

ask() { # locale
  local port
  port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  LOCPATH="$dir/locales" LC_ALL=$1 root/usr/bin/redis-server --port "$port" --bind 127.0.0.1 --dir "$dir" --save '' --logfile "$dir/log" &
  servers+=($!)
  until [ "$(root/usr/bin/redis-cli -p "$port" PING 2>/dev/null)" = PONG ]; do :; done
  answer=$(root/usr/bin/redis-cli -p "$port" EVAL "$script" 1 set)
}

ask C
echo "C: sorted set | script: $answer" > seen
ask en_US.UTF-8
echo "en_US.UTF-8: sorted set | script: $answer" >> seen
cat seen
cat > expected <<'TXT'
C: sorted set | script: Zebra a-c ab apple | Zebra a-c ab apple
en_US.UTF-8: sorted set | script: Zebra a-c ab apple | ab a-c apple Zebra
TXT
cmp -s seen expected || { echo CHANGED; exit 1; }
echo "as described"
