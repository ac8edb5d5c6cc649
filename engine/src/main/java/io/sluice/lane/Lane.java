package io.sluice.lane;

import io.sluice.event.EngineEvent;
import io.sluice.event.EngineListener;
import io.sluice.loop.Timers;
import io.sluice.script.Call;
import io.sluice.task.QueueName;
import io.sluice.task.RedisUnavailableException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/**
 * One serial stream of calls of one client. A call that gets no answer is sent again with the same
 * number until it has one, so that it takes effect once, however often it arrives.
 *
 * <p>One call at a time: the caller subscribes to the next only when this one has ended.
 */
public final class Lane {
  private final QueueName queue;
  private final String client;
  private final String name;
  private final EngineListener listener;
  private final Scheduler clock;
  private long seq;
  private volatile @Nullable Throwable trouble;

  public Lane(QueueName queue, String client, String name, EngineListener listener) {
    this(queue, client, name, listener, Timers.scheduler());
  }

  /**
   * @param clock by which is waited before a call is sent again
   */
  Lane(QueueName queue, String client, String name, EngineListener listener, Scheduler clock) {
    this.clock = clock;
    this.queue = queue;
    this.client = client;
    this.name = name;
    this.listener = listener;
  }

  /** So many lanes of one client, named by a letter and their number. */
  public static List<Lane> several(
      int count, QueueName queue, String client, String letter, EngineListener listener) {
    return IntStream.range(0, count)
        .mapToObj(i -> new Lane(queue, client, letter + i, listener))
        .toList();
  }

  /**
   * The next call of the lane.
   *
   * @param verb for reports
   * @param send sends the call, once per subscription
   * @param wanted asked before each new send; when nobody wants the answer any more, the last error
   *     is the answer. The call may then have taken effect or not; the next one, having a higher
   *     number, keeps its late copies from doing so
   */
  public <A> Mono<A> call(String verb, Function<Call, Mono<A>> send, BooleanSupplier wanted) {
    return Mono.defer(() -> send(verb, new Call(client, name, ++seq), send, wanted));
  }

  /** The last call once more, under its number, which is not answered for good. */
  public <A> Mono<A> again(String verb, Function<Call, Mono<A>> send, BooleanSupplier wanted) {
    return Mono.defer(() -> send(verb, new Call(client, name, seq), send, wanted));
  }

  /** Why the call that is under way has no answer yet; null when it was not sent again. */
  @Nullable Throwable trouble() {
    return trouble;
  }

  /** Takes the next number, for a call that another call carries. */
  public long number() {
    return ++seq;
  }

  private <A> Mono<A> send(
      String verb, Call call, Function<Call, Mono<A>> send, BooleanSupplier wanted) {
    if (trouble != null) {
      trouble = null;
    }
    Mono<A> once = Mono.defer(() -> send.apply(call));
    return once.onErrorResume(
        RedisUnavailableException.class, error -> sentAgain(once, error, resend(verb, wanted)));
  }

  /** Built only for the rare call that needs it: to stand ready costs more than the call. */
  private static <A> Mono<A> sentAgain(
      Mono<A> once, RedisUnavailableException firstError, Retry resend) {
    AtomicBoolean failed = new AtomicBoolean();
    return Mono.defer(() -> failed.compareAndSet(false, true) ? Mono.<A>error(firstError) : once)
        .retryWhen(resend);
  }

  private Retry resend(String verb, BooleanSupplier wanted) {
    return Resend.until(
        () -> !wanted.getAsBoolean(),
        (sends, cause) -> {
          trouble = cause;
          listener.on(new EngineEvent.CallResent(verb, queue, sends, cause));
        },
        clock);
  }
}
