#!/bin/sh
# Makes a Cluster of nodes that start.sh has started: join.sh host:port host:port …, three of them masters and each
# with a replica. Where they are a Cluster already it does nothing.
#
# REDIS_PASSWORD   that of the servers among themselves
set -eu

first=$1
export REDISCLI_AUTH="$REDIS_PASSWORD"
ask() {
  redis-cli --user internal --no-auth-warning -h "${first%:*}" -p "${first#*:}" "$@"
}

until [ "$(ask ping 2>/dev/null)" = PONG ]; do
  sleep 1
done
if ask cluster info | grep -q '^cluster_state:ok'; then
  exit 0
fi
exec redis-cli --user internal --no-auth-warning --cluster create "$@" --cluster-replicas 1 --cluster-yes
