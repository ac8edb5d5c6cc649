package io.sluice.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.sluice.guard.Awaited;
import io.sluice.guard.Guarded;
import io.sluice.guard.Hearing;
import io.sluice.loop.PeriodicLoop;
import io.sluice.loop.Timers;
import io.sluice.redis.link.Connections;
import io.sluice.redis.link.Errors;
import io.sluice.script.ScriptServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.FluxSink.OverflowStrategy;
import reactor.core.publisher.Mono;

/**
 * All subscriptions of this engine on one connection, which is opened with the first. A listener
 * that is slow misses messages rather than keep them: they are hints.
 *
 * <p>A connection that only listens cannot see that nobody is there any more: behind a proxy it
 * stays open, and is silent. So it is pinged, and {@code Silence} ends it when no answer comes.
 */
public final class Channel {
  /** So long, and {@link Connections#SILENCE}, a subscription may be deaf without being told. */
  static final Duration PING_EVERY = Duration.ofSeconds(10);

  private static final int NEVER = -1;

  private static final byte[] IN_FORCE = ScriptServer.IN_FORCE.getBytes(UTF_8);

  private final Mono<StatefulRedisPubSubConnection<byte[], byte[]>> connection;
  private final Map<String, List<Listener>> listeners = new HashMap<>();
  private volatile @Nullable StatefulRedisPubSubConnection<byte[], byte[]> opened;
  private final AtomicInteger breaks = new AtomicInteger();
  private final Disposable.Swap pinging = Disposables.swap();

  /** Who hears of a channel, on the thread of the connection; no two are equal. */
  private static final class Listener {
    private final Consumer<byte[]> onMessage;
    private final Runnable onInForce;
    private int inForceAfter = NEVER;

    private Listener(Consumer<byte[]> onMessage, Runnable onInForce) {
      this.onMessage = onMessage;
      this.onInForce = onInForce;
    }

    /** Redis confirms a channel again for each who joins; that is no news for who was there. */
    private void inForce(int breaks) {
      if (inForceAfter != breaks) {
        inForceAfter = breaks;
        onInForce.run();
      }
    }
  }

  Channel(Connections connections) {
    this(connections, PING_EVERY);
  }

  Channel(Connections connections, Duration pingEvery) {
    // Kept once it is there: Lettuce brings it back, with its subscriptions, when it breaks.
    connection =
        Once.kept(
            connections
                .openPubSub()
                .doOnNext(open -> open.addListener(new Dispatcher()))
                .doOnNext(open -> open.addListener(new Breaks()))
                .doOnNext(open -> opened = open)
                .doOnNext(open -> pinging.replace(pings(open, pingEvery))));
  }

  /** Pings no more. */
  void stop() {
    pinging.dispose();
  }

  /** While it is down Lettuce connects again by itself, and there is nobody to be asked. */
  private static Disposable pings(
      StatefulRedisPubSubConnection<byte[], byte[]> open, Duration every) {
    Mono<?> ping =
        Guarded.step(() -> open.isOpen() ? Awaited.call(() -> open.async().ping()) : Mono.empty());
    return PeriodicLoop.start("pings", every, ping, error -> {}, Timers.scheduler());
  }

  /**
   * The messages of a channel, and {@link ScriptServer#IN_FORCE} whenever earlier messages may have
   * been missed: at first, and after each reconnect. Errors when the channel cannot be subscribed
   * to.
   */
  public Flux<String> hints(String name) {
    return messages(name).map(message -> new String(message, UTF_8));
  }

  /** The same as bytes. */
  Flux<byte[]> messages(String name) {
    return Flux.create(sink -> follow(name, sink), OverflowStrategy.DROP);
  }

  private void follow(String name, FluxSink<byte[]> sink) {
    Listener listener = new Listener(sink::next, () -> sink.next(IN_FORCE));
    Disposable joining = Hearing.of(join(name, listener), done -> {}, sink::error);
    sink.onDispose(
        () -> {
          joining.dispose();
          leave(name, listener);
        });
  }

  private Mono<Void> join(String name, Listener listener) {
    return connection
        .flatMap(open -> Awaited.<Void>shared(() -> subscribe(open, name, listener)))
        .onErrorMap(error -> Errors.translate("subscribe", error))
        .doOnError(error -> leave(name, listener))
        .doOnCancel(() -> leave(name, listener));
  }

  /** Under the lock, so that a leave and a join of one channel reach Redis in their order. */
  private synchronized CompletionStage<Void> subscribe(
      StatefulRedisPubSubConnection<byte[], byte[]> open, String name, Listener listener) {
    listeners.computeIfAbsent(name, key -> new ArrayList<>(1)).add(listener);
    return open.async().subscribe(name.getBytes(UTF_8));
  }

  private synchronized void leave(String name, Listener listener) {
    List<Listener> others = listeners.get(name);
    if (others != null && others.remove(listener) && others.isEmpty()) {
      listeners.remove(name);
      unsubscribe(name);
    }
  }

  private synchronized List<Listener> listening(String name) {
    List<Listener> now = listeners.get(name);
    return now == null ? List.of() : List.copyOf(now);
  }

  /** What was left while the connection was down comes back with it, and is left again. */
  private synchronized void leaveIfNobodyListens(String name) {
    if (!listeners.containsKey(name)) {
      unsubscribe(name);
    }
  }

  /** A connection that is closed has no subscriptions, and cannot be asked to end one. */
  private void unsubscribe(String name) {
    StatefulRedisPubSubConnection<byte[], byte[]> open = opened;
    if (open != null && open.isOpen()) {
      RedisFuture<Void> unused = open.async().unsubscribe(name.getBytes(UTF_8));
    }
  }

  private final class Dispatcher extends RedisPubSubAdapter<byte[], byte[]> {
    @Override
    public void message(byte[] channel, byte[] message) {
      listening(new String(channel, UTF_8))
          .forEach(listener -> Guarded.run(() -> listener.onMessage.accept(message)));
    }

    @Override
    public void subscribed(byte[] channel, long count) {
      String name = new String(channel, UTF_8);
      int now = breaks.get();
      listening(name).forEach(listener -> Guarded.run(() -> listener.inForce(now)));
      leaveIfNobodyListens(name);
    }
  }

  /** After each one all that is subscribed to is confirmed anew. */
  private final class Breaks implements RedisConnectionStateListener {
    @Override
    public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
      breaks.incrementAndGet();
    }
  }
}
