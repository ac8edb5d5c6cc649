package io.sluice.load.target;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.reactive.RedisReactiveCommands;
import io.sluice.redis.link.Address;
import io.sluice.task.RedisUnavailableException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import reactor.core.publisher.Mono;

/** A connection of the harness's own, beside those of the engine: to look, and to clean up. */
public final class RedisLink implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final RedisClient client;
  private final StatefulRedisConnection<String, String> connection;

  private RedisLink(RedisClient client, StatefulRedisConnection<String, String> connection) {
    this.client = client;
    this.connection = connection;
  }

  /**
   * Connects; blocks until Redis has answered.
   *
   * @throws IllegalStateException when it does not
   */
  public static RedisLink connect(String redisUri) {
    RedisURI uri = Address.of(redisUri);
    uri.setTimeout(TIMEOUT);
    RedisClient client = RedisClient.create(uri);
    try {
      return new RedisLink(client, client.connect());
    } catch (RuntimeException e) {
      client.shutdown(Duration.ZERO, TIMEOUT);
      throw new IllegalStateException(
          "no Redis answers at "
              + Address.shown(uri)
              + ": start one there, or leave --target out to use an embedded one",
          e);
    }
  }

  public RedisReactiveCommands<String, String> commands() {
    return connection.reactive();
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
