#!/bin/sh
# Starts one of several Redis servers: a master or a replica that Sentinels watch, a Sentinel, or a node of a
# Cluster. Its settings are written into its volume when it first starts; from then on Redis keeps there who its
# master is. A master that was killed comes back as one, without replicas: it takes no write, since it is to have one,
# until a Sentinel makes it a replica some 10 s later.
#
#   start.sh server|sentinel|node
#
# REDIS_NAME           the name or address by which others reach it
# REDIS_PASSWORD       that of the servers among themselves
# REDIS_FIRST_MASTER   server, sentinel: the REDIS_NAME of the server that begins as the master
# REDIS_FILES, REDIS_DATA, REDIS_PORT, REDIS_MASTER_PORT, REDIS_BUS_PORT, REDIS_NODE_TIMEOUT (ms)
#
# REDIS_FILES has redis.conf and users.acl of this folder.
set -eu

role=$1
case $role in
  server | sentinel | node) ;;
  *) echo "start.sh: the role must be server, sentinel or node, is '$role'" >&2; exit 2 ;;
esac
files=${REDIS_FILES:-/etc/sluice}
data=${REDIS_DATA:-/data}
master_port=${REDIS_MASTER_PORT:-6379}
timeout=${REDIS_NODE_TIMEOUT:-5000}
own=$data/$role.conf

# The servers log in to each other as the user internal. The users are those of users.acl beside it; in a Cluster
# an engine asks which node has what.
users() {
  if [ "$role" = node ]; then
    sed 's/^user sluice .*/& +cluster|nodes/' "$files/users.acl"
  else
    cat "$files/users.acl"
  fi
  echo "user internal on >$REDIS_PASSWORD ~* &* +@all"
}

# Of every server that has data.
common() {
  cat "$files/redis.conf"
  cat <<END
port ${REDIS_PORT:-6379}
dir $data
aclfile $data/users.acl
masteruser internal
masterauth $REDIS_PASSWORD
END
}

server() {
  common
  cat <<END
min-replicas-to-write 1
min-replicas-max-lag 10
replica-announce-ip $REDIS_NAME
replica-announce-port ${REDIS_PORT:-6379}
END
  if [ "$REDIS_NAME:${REDIS_PORT:-6379}" != "$REDIS_FIRST_MASTER:$master_port" ]; then
    echo "replicaof $REDIS_FIRST_MASTER $master_port"
  fi
}

# Without min-replicas-to-write: a master has one replica, and after a failover none until the old one is back.
# Tasks that must survive a failover are enqueued with the durability replica.
node() {
  common
  cat <<END
cluster-enabled yes
cluster-config-file nodes.conf
cluster-node-timeout $timeout
cluster-port ${REDIS_BUS_PORT:-16379}
cluster-announce-ip $REDIS_NAME
cluster-announce-port ${REDIS_PORT:-6379}
cluster-announce-bus-port ${REDIS_BUS_PORT:-16379}
END
}

sentinel() {
  cat <<END
port ${REDIS_PORT:-26379}
dir $data
sentinel resolve-hostnames yes
sentinel announce-hostnames yes
sentinel announce-ip $REDIS_NAME
sentinel announce-port ${REDIS_PORT:-26379}
sentinel monitor main $REDIS_FIRST_MASTER $master_port 2
sentinel auth-user main internal
sentinel auth-pass main $REDIS_PASSWORD
sentinel down-after-milliseconds main $timeout
sentinel failover-timeout main 60000
END
}

umask 077
if [ ! -f "$own" ]; then
  "$role" > "$own.new"
  mv "$own.new" "$own"
fi
if [ "$role" = sentinel ]; then
  exec redis-server "$own" --sentinel
fi
users > "$data/users.acl"
# The address of a container changes; a Cluster calls a node by the one that it announces last.
if [ "$role" = node ]; then
  exec redis-server "$own" --cluster-announce-ip "$REDIS_NAME"
fi
exec redis-server "$own"
