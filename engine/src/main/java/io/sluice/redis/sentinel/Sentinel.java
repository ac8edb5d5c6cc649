package io.sluice.redis.sentinel;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.sluice.guard.Awaited;
import io.sluice.guard.Guarded;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** One Sentinel, with a connection to ask it and one to hear it, each opened when needed. */
final class Sentinel {
  /**
   * What it publishes when a master is another one: the first when the failover that it leads has
   * met the new one, the second when it has taken note of one.
   */
  private static final List<String> WORDS = List.of("+promoted-slave", "+switch-master");

  private static final String EPOCH = "config-epoch";

  private final String address;
  private final String name;
  private final Held<StatefulRedisConnection<byte[], byte[]>> asked;
  private final Held<StatefulRedisPubSubConnection<byte[], byte[]>> heard;
  private volatile Runnable onWord = () -> {};

  /**
   * @param name that the master has there
   */
  Sentinel(RedisClient client, RedisURI uri, String name) {
    this.address = uri.getHost() + ":" + uri.getPort();
    this.name = name;
    this.asked = new Held<>(() -> client.connectAsync(ByteArrayCodec.INSTANCE, uri), open -> {});
    this.heard =
        new Held<>(() -> client.connectPubSubAsync(ByteArrayCodec.INSTANCE, uri), this::subscribe);
  }

  /** Where it is, for messages. */
  String address() {
    return address;
  }

  /** The master that it names; errors when it knows none of that name, or cannot be asked. */
  Mono<Master> master() {
    return asked
        .open()
        // The epoch first: the other way round an old address might be taken for a new one.
        .flatMap(open -> Mono.zip(epoch(open), place(open), Sentinel::master));
  }

  /**
   * Has it heard whether the master is another one, from now on, and looked whether the connection
   * for that still answers. Completes when it does.
   *
   * @param told runs on the thread of the connection, and must not block
   */
  Mono<Void> hear(Runnable told) {
    onWord = told;
    return heard
        .open()
        .flatMap(open -> Guarded.step(() -> Awaited.call(() -> open.async().ping())))
        .then();
  }

  /** From now on its connections are closed by their client. */
  void end() {
    asked.end();
    heard.end();
  }

  private void subscribe(StatefulRedisPubSubConnection<byte[], byte[]> open) {
    open.addListener(
        new RedisPubSubAdapter<byte[], byte[]>() {
          @Override
          public void message(byte[] channel, byte[] message) {
            if (isOfMaster(new String(message, UTF_8))) {
              Guarded.run(onWord);
            }
          }
        });
    RedisFuture<Void> unused =
        open.async().subscribe(WORDS.stream().map(Sentinel::bytes).toArray(byte[][]::new));
  }

  /** It may watch others as well. */
  private boolean isOfMaster(String message) {
    return List.of(message.split(" ", -1)).contains(name);
  }

  private static Master master(long epoch, List<@Nullable Object> place) {
    return new Master(text(place.get(0)), Integer.parseInt(text(place.get(1))), epoch);
  }

  private Mono<List<@Nullable Object>> place(StatefulRedisConnection<byte[], byte[]> open) {
    return ask(open, "GET-MASTER-ADDR-BY-NAME")
        .filter(place -> place.size() == 2)
        .switchIfEmpty(Mono.error(() -> new UnknownMasterException(name)));
  }

  /** 0 where a user may not ask. */
  private Mono<Long> epoch(StatefulRedisConnection<byte[], byte[]> open) {
    return ask(open, "MASTER").map(Sentinel::epoch).onErrorReturn(0L).defaultIfEmpty(0L);
  }

  private static long epoch(List<@Nullable Object> told) {
    for (int i = 0; i + 1 < told.size(); i += 2) {
      if (text(told.get(i)).equals(EPOCH)) {
        return Long.parseLong(text(told.get(i + 1)));
      }
    }
    return 0;
  }

  private Mono<List<@Nullable Object>> ask(
      StatefulRedisConnection<byte[], byte[]> open, String what) {
    return Guarded.step(
        () -> {
          AsyncCommand<byte[], byte[], List<@Nullable Object>> question =
              new AsyncCommand<>(
                  new Command<>(
                      CommandType.SENTINEL,
                      new NestedMultiOutput<>(ByteArrayCodec.INSTANCE),
                      new CommandArgs<>(ByteArrayCodec.INSTANCE).add(what).add(name)));
          open.dispatch(question);
          return Awaited.call(() -> question);
        });
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static String text(@Nullable Object value) {
    return value instanceof byte[] bytes ? new String(bytes, UTF_8) : String.valueOf(value);
  }
}
