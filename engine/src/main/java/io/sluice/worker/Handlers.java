package io.sluice.worker;

import io.sluice.task.PayloadCodec;
import io.sluice.task.PayloadTooLargeException;
import io.sluice.task.RetryTaskException;
import io.sluice.task.TaskContext;
import io.sluice.task.TaskHandler;
import io.sluice.task.TaskType;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Which handler runs which type. Filled before the worker starts, only read after. */
public final class Handlers {
  private static final byte[] NO_RESULT = {};

  private final Map<String, Typed<?, ?>> byType = new HashMap<>();

  private record Typed<T, R>(TaskType<T, R> type, TaskHandler<T, R> handler) {}

  /**
   * Adds a handler.
   *
   * @throws IllegalArgumentException when the type has one already
   */
  public <T, R> void add(TaskType<T, R> type, TaskHandler<T, R> handler) {
    if (byType.putIfAbsent(type.name(), new Typed<>(type, handler)) != null) {
      throw new IllegalArgumentException("type " + type.name() + " has a handler already");
    }
  }

  public boolean isEmpty() {
    return byType.isEmpty();
  }

  /** Runs the handler of a claim; gives the bytes of its result, none for no result. */
  Mono<byte[]> run(Claim claim, PayloadCodec codec, int maxResultBytes) {
    Typed<?, ?> typed = byType.get(claim.task().type());
    return typed == null ? noHandler(claim) : run(typed, claim, codec, maxResultBytes);
  }

  private <T, R> Mono<byte[]> run(
      Typed<T, R> typed, Claim claim, PayloadCodec codec, int maxResultBytes) {
    @Nullable T payload = codec.decode(claim.task().payload(), typed.type.payload());
    TaskContext<T> context = new ClaimContext<>(claim, payload);
    return last(call(typed.handler, context))
        .map(result -> bounded(codec.encode(result), maxResultBytes))
        .defaultIfEmpty(NO_RESULT);
  }

  /** Also an Error that the handler throws is a failed attempt, not the end of the worker. */
  private static <T, R> Publisher<? extends R> call(
      TaskHandler<T, R> handler, TaskContext<T> context) {
    try {
      return handler.handle(context);
    } catch (Throwable thrown) {
      return Mono.error(new HandlerThrew(thrown));
    }
  }

  private static <R> Mono<R> last(Publisher<? extends R> publisher) {
    return publisher instanceof Mono
        ? Mono.from(publisher)
        : Flux.<R>from(publisher).takeLast(1).singleOrEmpty();
  }

  /** Another worker may know the type, now or after its next deployment. */
  private static Mono<byte[]> noHandler(Claim claim) {
    String message = "no handler for type '" + claim.task().type() + "' in this worker";
    Duration wait = claim.task().options().retryOrDefault().initial();
    return Mono.error(new RetryTaskException(wait, message));
  }

  private static byte[] bounded(byte[] result, int max) {
    if (result.length > max) {
      throw new PayloadTooLargeException(result.length, max);
    }
    return result;
  }

  /** Carries what a handler threw past Reactor, which lets no fatal error through a pipeline. */
  static final class HandlerThrew extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private HandlerThrew(Throwable thrown) {
      super(thrown.getMessage(), thrown, false, false);
    }
  }
}
