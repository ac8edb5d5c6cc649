package io.sluice.redis.sentinel;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.api.StatefulConnection;
import io.sluice.guard.Awaited;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * One connection to a Sentinel, opened when it is needed and closed when it breaks: Lettuce would
 * connect again by itself, for as long as the Sentinel is away, and log each time.
 */
final class Held<C extends StatefulConnection<byte[], byte[]>> {
  private final Supplier<? extends CompletionStage<C>> connecting;
  private final Consumer<C> onOpen;
  private @Nullable CompletableFuture<C> opening;
  private volatile boolean ended;

  /**
   * @param onOpen is given each connection once it is there
   */
  Held(Supplier<? extends CompletionStage<C>> connecting, Consumer<C> onOpen) {
    this.connecting = connecting;
    this.onOpen = onOpen;
  }

  /** The connection, which is opened if there is none; at most one is being opened. */
  Mono<C> open() {
    return Awaited.shared(this::opening);
  }

  private synchronized CompletableFuture<C> opening() {
    CompletableFuture<C> now = opening;
    if (now == null || now.isCompletedExceptionally()) {
      now = connecting.get().thenApply(this::opened).toCompletableFuture();
      opening = now;
    }
    return now;
  }

  private C opened(C connection) {
    connection.addListener(
        new RedisConnectionStateListener() {
          @Override
          public void onRedisDisconnected(RedisChannelHandler<?, ?> broken) {
            forget();
            if (!ended) {
              CompletableFuture<Void> unused = connection.closeAsync();
            }
          }
        });
    onOpen.accept(connection);
    return connection;
  }

  /** From now on the connection is closed by its client. */
  void end() {
    ended = true;
  }

  private synchronized void forget() {
    opening = null;
  }
}
