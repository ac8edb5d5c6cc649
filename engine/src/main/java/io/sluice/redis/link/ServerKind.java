package io.sluice.redis.link;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandType;
import io.sluice.guard.Awaited;
import io.sluice.guard.Guarded;
import io.sluice.task.RedisUnavailableException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * What is at the other end of a connection. It is asked by HELLO, which no right can forbid; where
 * that command is renamed, by INFO, then by ROLE. Where none may be asked it is unknown, and taken
 * for a master.
 */
public enum ServerKind {
  MASTER,
  REPLICA,
  CLUSTER,
  SENTINEL,
  UNKNOWN;

  private static final String MODE = "mode";
  private static final String ROLE = "role";

  /** Errors when the server does not answer; never because it refuses. */
  public static Mono<ServerKind> of(StatefulRedisConnection<byte[], byte[]> connection) {
    return hello(connection)
        .map(said -> kind(said.get(MODE), said.get(ROLE)))
        .onErrorResume(RedisCommandExecutionException.class, refused -> byInfo(connection))
        .onErrorResume(RedisCommandExecutionException.class, refused -> byRole(connection))
        .onErrorResume(RedisCommandExecutionException.class, refused -> Mono.just(UNKNOWN));
  }

  /**
   * Completes when an engine can work there; else errors with what is there and what to do.
   *
   * @param address where that is
   */
  public static Mono<Void> requireMaster(
      StatefulRedisConnection<byte[], byte[]> connection, String address) {
    return of(connection)
        .onErrorMap(error -> Errors.translate("hello", error))
        .flatMap(
            kind ->
                switch (kind) {
                  case MASTER, UNKNOWN -> Mono.empty();
                  case CLUSTER -> unfit(address + " is " + Reason.CLUSTER_NODE);
                  case SENTINEL ->
                      unfit(
                          address
                              + " is a Sentinel, which holds no tasks: give it as"
                              + " redis-sentinel://"
                              + address
                              + "#NAME, with the name that it has for the master");
                  case REPLICA ->
                      masterOf(connection).flatMap(master -> unfit(isReplica(address, master)));
                });
  }

  /**
   * Completes at a node of a Cluster; else errors with what is there and what to do.
   *
   * @param address where that is
   */
  public static Mono<Void> requireClusterNode(
      StatefulRedisConnection<byte[], byte[]> connection, String address) {
    return of(connection)
        .onErrorMap(error -> Errors.translate("hello", error))
        .flatMap(
            kind ->
                switch (kind) {
                  case CLUSTER, UNKNOWN -> Mono.empty();
                  case SENTINEL ->
                      unfit(
                          address
                              + " is a Sentinel, and no node of a Cluster: give a Cluster"
                              + " as redis-cluster:// with the addresses of its nodes");
                  case MASTER, REPLICA ->
                      unfit(
                          address
                              + " is a Redis that belongs to no Cluster: give it as redis://"
                              + address);
                });
  }

  /** What the server says of itself: server, version, mode, role. Errors when it refuses. */
  public static Mono<Map<String, String>> hello(
      StatefulRedisConnection<byte[], byte[]> connection) {
    return Guarded.step(
            () -> {
              AsyncCommand<byte[], byte[], List<@Nullable Object>> hello =
                  new AsyncCommand<>(
                      new Command<>(
                          CommandType.HELLO, new NestedMultiOutput<>(ByteArrayCodec.INSTANCE)));
              connection.dispatch(hello);
              return Awaited.call(() -> hello);
            })
        .map(ServerKind::pairs);
  }

  /** What INFO says, by name. */
  public static Map<String, String> fields(String info) {
    Map<String, String> fields = new HashMap<>();
    info.lines()
        .map(line -> line.split(":", 2))
        .filter(pair -> pair.length == 2)
        .forEach(pair -> fields.put(pair[0], pair[1].strip()));
    return fields;
  }

  private static Mono<ServerKind> byInfo(StatefulRedisConnection<byte[], byte[]> connection) {
    return Guarded.step(() -> Connections.commands(connection).info())
        .map(ServerKind::fields)
        .map(
            info -> {
              String mode = info.getOrDefault("redis_mode", info.get("server_mode"));
              boolean clustered = info.getOrDefault("cluster_enabled", "0").equals("1");
              return kind(clustered ? "cluster" : mode, info.get(ROLE));
            });
  }

  private static Mono<ServerKind> byRole(StatefulRedisConnection<byte[], byte[]> connection) {
    return role(connection)
        .map(words -> words.get(0).equals("sentinel") ? SENTINEL : kind(null, words.get(0)));
  }

  /** Empty text where it may not be asked. */
  private static Mono<String> masterOf(StatefulRedisConnection<byte[], byte[]> connection) {
    return role(connection)
        .map(words -> words.size() > 2 ? words.get(1) + ":" + words.get(2) : "")
        .onErrorReturn("");
  }

  private static Mono<List<String>> role(StatefulRedisConnection<byte[], byte[]> connection) {
    return Guarded.step(
        () -> Connections.commands(connection).role().map(ServerKind::text).collectList());
  }

  private static String isReplica(String address, String master) {
    return address
        + " is a replica"
        + (master.isEmpty()
            ? ", which takes no writes: give the address of its master"
            : " of " + master + ", and takes no writes: give the address of the master");
  }

  private static <T> Mono<T> unfit(String message) {
    return Mono.error(new RedisUnavailableException(message, null));
  }

  private static ServerKind kind(@Nullable String mode, @Nullable String role) {
    if ("cluster".equals(mode)) {
      return CLUSTER;
    }
    if ("sentinel".equals(mode)) {
      return SENTINEL;
    }
    if ("replica".equals(role) || "slave".equals(role)) {
      return REPLICA;
    }
    return "master".equals(role) ? MASTER : UNKNOWN;
  }

  private static Map<String, String> pairs(List<@Nullable Object> reply) {
    Map<String, String> pairs = new HashMap<>();
    for (int i = 0; i + 1 < reply.size(); i += 2) {
      pairs.put(text(reply.get(i)), text(reply.get(i + 1)));
    }
    return pairs;
  }

  private static String text(@Nullable Object value) {
    return value instanceof byte[] bytes ? new String(bytes, UTF_8) : String.valueOf(value);
  }
}
