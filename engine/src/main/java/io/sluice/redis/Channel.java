package io.sluice.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.concurrent.Queues;

/**
 * All subscriptions of this engine on one connection, which is opened with the first. A listener
 * that is slow misses messages rather than keep them: they are hints.
 */
final class Channel {
  /** Messages a listener may lag behind before it misses some. */
  private static final int MAX_LAG = 1024;

  private final Mono<StatefulRedisPubSubConnection<byte[], byte[]>> connection;
  private final Map<String, List<Sinks.Many<String>>> listeners = new HashMap<>();

  Channel(Connections connections) {
    // Kept once it is there: Lettuce brings it back, with its subscriptions, when it breaks.
    connection =
        connections
            .openPubSub()
            .doOnNext(open -> open.addListener(new Dispatcher()))
            .cacheInvalidateIf(open -> false);
  }

  /** Listens; gives the messages once Redis has confirmed, so that none from then on is missed. */
  Mono<Flux<String>> listen(String name) {
    return connection.flatMap(open -> join(open, name, newSink()));
  }

  private Mono<Flux<String>> join(
      StatefulRedisPubSubConnection<byte[], byte[]> open, String name, Sinks.Many<String> sink) {
    return Mono.fromCompletionStage(() -> subscribe(open, name, sink))
        .thenReturn(sink.asFlux().doFinally(end -> leave(open, name, sink)))
        .onErrorMap(error -> Errors.translate("subscribe", error))
        .doOnError(error -> leave(open, name, sink))
        .doOnCancel(() -> leave(open, name, sink));
  }

  /** Under the lock, so that a leave and a join of one channel reach Redis in their order. */
  private synchronized CompletionStage<Void> subscribe(
      StatefulRedisPubSubConnection<byte[], byte[]> open, String name, Sinks.Many<String> sink) {
    listeners.computeIfAbsent(name, key -> new ArrayList<>(1)).add(sink);
    return open.async().subscribe(name.getBytes(UTF_8));
  }

  private synchronized void leave(
      StatefulRedisPubSubConnection<byte[], byte[]> open, String name, Sinks.Many<String> sink) {
    List<Sinks.Many<String>> others = listeners.get(name);
    if (others != null && others.remove(sink) && others.isEmpty()) {
      listeners.remove(name);
      RedisFuture<Void> unused = open.async().unsubscribe(name.getBytes(UTF_8));
    }
  }

  private synchronized List<Sinks.Many<String>> listening(String name) {
    List<Sinks.Many<String>> now = listeners.get(name);
    return now == null ? List.of() : List.copyOf(now);
  }

  private static Sinks.Many<String> newSink() {
    return Sinks.many().unicast().onBackpressureBuffer(Queues.<String>get(MAX_LAG).get());
  }

  private final class Dispatcher extends RedisPubSubAdapter<byte[], byte[]> {
    @Override
    public void message(byte[] channel, byte[] message) {
      String text = new String(message, UTF_8);
      listening(new String(channel, UTF_8)).forEach(sink -> sink.tryEmitNext(text));
    }
  }
}
