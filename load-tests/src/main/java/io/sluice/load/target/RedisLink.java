package io.sluice.load.target;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.reactive.RedisClusterReactiveCommands;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.sluice.redis.link.Address;
import io.sluice.task.RedisUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A connection of the harness's own, beside those of the engine: to look, and to clean up. */
public final class RedisLink implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final AbstractRedisClient client;
  private final StatefulConnection<String, String> connection;
  private final RedisClusterReactiveCommands<String, String> commands;

  private RedisLink(
      AbstractRedisClient client,
      StatefulConnection<String, String> connection,
      RedisClusterReactiveCommands<String, String> commands) {
    this.client = client;
    this.connection = connection;
    this.commands = commands;
  }

  /**
   * Connects; blocks until Redis has answered.
   *
   * @throws IllegalStateException when it does not
   */
  public static RedisLink connect(String redisUri) {
    if (Address.isCluster(redisUri)) {
      return connectCluster(redisUri);
    }
    RedisURI uri = Address.of(redisUri);
    uri.setTimeout(TIMEOUT);
    RedisClient client = RedisClient.create(uri);
    try {
      StatefulRedisConnection<String, String> connection = client.connect();
      return new RedisLink(client, connection, connection.reactive());
    } catch (RuntimeException e) {
      client.shutdown(Duration.ZERO, TIMEOUT);
      throw new IllegalStateException(
          "no Redis answers at "
              + Address.shown(uri)
              + ": start one there, or leave --target out to use an embedded one",
          e);
    }
  }

  private static RedisLink connectCluster(String redisUri) {
    List<RedisURI> nodes = Address.ofCluster(redisUri);
    nodes.forEach(node -> node.setTimeout(TIMEOUT));
    RedisClusterClient client = RedisClusterClient.create(nodes);
    try {
      StatefulRedisClusterConnection<String, String> connection = client.connect();
      return new RedisLink(client, connection, connection.reactive());
    } catch (RuntimeException e) {
      client.shutdown(Duration.ZERO, TIMEOUT);
      throw new IllegalStateException(
          "no Redis Cluster answers at "
              + nodes.stream().map(Address::shown).collect(Collectors.joining(", "))
              + ": look at its nodes, or leave --target out to use an embedded Redis",
          e);
    }
  }

  /** Of a Cluster each goes to the node that has its key, and one without a key to any. */
  public RedisClusterReactiveCommands<String, String> commands() {
    return commands;
  }

  /** A section of INFO of each server that has keys: of a Cluster, each master. */
  public Flux<String> infoOfEach(String section) {
    if (connection instanceof StatefulRedisClusterConnection<String, String> cluster) {
      return Flux.fromIterable(cluster.getPartitions())
          .filter(node -> node.is(RedisClusterNode.NodeFlag.UPSTREAM) && !node.hasNoSlots())
          .map(RedisClusterNode::getUri)
          .flatMap(
              node ->
                  Mono.fromCompletionStage(
                      () -> cluster.getConnectionAsync(node.getHost(), node.getPort())))
          .flatMap(node -> node.reactive().info(section));
    }
    return commands.info(section).flux();
  }

  /** Errors with {@link RedisUnavailableException} when it does not. */
  public Mono<Void> answers() {
    return commands()
        .ping()
        .timeout(TIMEOUT)
        .onErrorMap(
            TimeoutException.class, late -> new RedisUnavailableException("it is silent", late))
        .then();
  }

  /** Whether there is such a key. */
  public Mono<Boolean> has(String key) {
    return commands().exists(key).map(there -> there > 0);
  }

  /** What a hash holds there as a number, 0 when it holds nothing. */
  public Mono<Long> number(String key, String field) {
    return commands().hget(key, field).map(Long::parseLong).defaultIfEmpty(0L);
  }

  /**
   * Makes Redis forget all scripts, if it holds no key: the more it keeps, the more each call of
   * one costs, and what somebody else left there must not be in a figure.
   */
  public Mono<Void> forgetScripts() {
    return commands()
        .dbsize()
        .filter(keys -> keys == 0)
        .flatMap(none -> commands().scriptFlush())
        .then();
  }

  @Override
  public void close() {
    connection.close();
    client.shutdown(Duration.ZERO, TIMEOUT);
  }
}
