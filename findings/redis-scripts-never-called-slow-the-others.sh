#!/usr/bin/env bash
# Redis 7.0.15 (Debian 12: redis-server, redis-tools 5:7.0.15-1~deb12u10), Lua scripts.
#
# A client makes all its scripts known with SCRIPT LOAD when it connects, so that no call meets NOSCRIPT. One would
# expect that a script which is never called costs memory only.
#
# Seen: each script that is kept makes every call of every other script slower. With 500 that are never called
# (200 small functions each) one EVALSHA takes 1.2 to 1.4 times the CPU. All scripts live in
# one Lua heap, and its collector is driven a step further every 50 calls: what a full round of it has to walk through
# is shared by the calls in between. The ratio is the median of five rounds, each with both in turns.
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

cat > measure.py <<'PY'
import socket, statistics, sys

connection = socket.create_connection(('127.0.0.1', int(sys.argv[1])))
replies = connection.makefile('rb')


def encoded(*words):
    parts = [str(word).encode() for word in words]
    return b'*%d\r\n' % len(parts) + b''.join(b'$%d\r\n%s\r\n' % (len(part), part) for part in parts)


def reply():
    line = replies.readline()[:-2]
    assert line[:1] != b'-', line
    return replies.read(int(line[1:]) + 2)[:-2].decode() if line[:1] == b'$' else line[1:].decode()


def command(*words):
    connection.sendall(encoded(*words))
    return reply()


def cpu():
    lines = [line.split(':') for line in command('INFO', 'cpu').split('\r\n') if ':' in line]
    return sum(float(value) for name, value in lines if name in ('used_cpu_user', 'used_cpu_sys'))


def never_called(number):
    functions = [f'local function f{i}(a, b) local t = {{a, b, {number}}} return t[1] == b and #t or t end' for i in range(200)]
    return '\n'.join(functions + [f'return {number}'])


def cost_of_a_call(others):
    command('SCRIPT', 'FLUSH')
    digest = command('SCRIPT', 'LOAD', "local t = {} for i = 1, #ARGV do t[i] = ARGV[i] .. 'x' end return #t")
    for number in range(others):
        command('SCRIPT', 'LOAD', never_called(number))
    call = encoded('EVALSHA', digest, 0, *range(64))
    for calls in (2000, 20000):
        before = cpu()
        for _ in range(calls // 100):
            connection.sendall(call * 100)
            for _ in range(100):
                reply()
        spent = (cpu() - before) / calls
    return spent


ratios = []
for _ in range(5):
    alone = cost_of_a_call(0)
    ratios.append(cost_of_a_call(500) / alone)
print('ratios:', *('%.2f' % ratio for ratio in ratios))
print('500 scripts that are never called:', 'slower' if statistics.median(ratios) > 1.1 else 'as fast')
PY
python3 measure.py "$port" | tee seen
grep -q 'never called: slower' seen || { echo CHANGED; exit 1; }
echo "as described"
