package io.sluice.worker;

import io.sluice.claim.Claim;
import io.sluice.crew.BlockingThreads;
import io.sluice.crew.Gang;
import io.sluice.encoding.Payloads;
import io.sluice.guard.Guarded;
import io.sluice.task.UnknownTypeException;
import io.sluice.task.enqueue.TaskOptions;
import io.sluice.task.enqueue.TaskType;
import io.sluice.task.enqueue.TraceContext;
import io.sluice.task.handler.BatchHandler;
import io.sluice.task.handler.Emit;
import io.sluice.task.handler.RetryRule;
import io.sluice.task.handler.TaskContext;
import io.sluice.task.handler.TaskHandler;
import io.sluice.task.handler.TaskInterceptor;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Which handler runs which type. Filled before the worker starts, only read after. */
public final class Handlers {
  private static final byte[] NO_RESULT = {};

  private final Map<String, Typed<?, ?>> byType = new HashMap<>();

  private final Map<String, Batches<?, ?>> batches = new HashMap<>();
  private final Interceptors interceptors = new Interceptors();
  private final RetryRules rules = new RetryRules();
  private boolean blocks;
  private @Nullable BlockingThreads blocking;

  private record Typed<T, R>(TaskType<T, R> type, TaskHandler<T, R> handler, @Nullable Emit emit) {}

  /**
   * Adds a handler.
   *
   * @throws IllegalArgumentException when the type has one already
   */
  public <T, R> void add(TaskType<T, R> type, TaskHandler<T, R> handler) {
    add(type, null, handler);
  }

  /**
   * Adds a handler.
   *
   * @param emit how its values are kept; null when only the last of them is, as the result
   * @throws IllegalArgumentException when the type has one already
   */
  public <T, R> void add(TaskType<T, R> type, @Nullable Emit emit, TaskHandler<T, R> handler) {
    if (byType.putIfAbsent(type.name(), new Typed<>(type, handler, emit)) != null) {
      throw new IllegalArgumentException("type " + type.name() + " has a handler already");
    }
  }

  /**
   * Adds a handler that takes several tasks at once.
   *
   * @throws IllegalArgumentException when the type has one already, or a bound is out of range
   */
  public <T, R> void addBatch(
      TaskType<T, R> type, int max, Duration maxWait, BatchHandler<T, R> handler) {
    if (max < 1) {
      throw new IllegalArgumentException(
          "max of " + type.name() + " must be at least 1, is " + max);
    }
    if (maxWait.isNegative() || maxWait.compareTo(TaskOptions.MAX_TIMEOUT) > 0) {
      throw new IllegalArgumentException(
          "maxWait of "
              + type.name()
              + " must be between 0 and "
              + TaskOptions.MAX_TIMEOUT
              + ", is "
              + maxWait);
    }
    Batches<T, R> gathered = new Batches<>(handler, max, maxWait);
    add(type, gathered::run);
    batches.put(type.name(), gathered);
  }

  /**
   * Adds a handler that may block.
   *
   * @throws IllegalArgumentException when the type has one already
   */
  public <T, R> void addBlocking(TaskType<T, R> type, BlockingCode<T, R> code) {
    add(
        type,
        context ->
            Mono.create(
                sink -> new BlockingRun<>(code, context, claimOf(context), sink).on(threads())));
    blocks = true;
  }

  private BlockingThreads threads() {
    return Objects.requireNonNull(blocking, "the worker has not been started");
  }

  /** The types that have a handler. */
  public Set<String> types() {
    return Set.copyOf(byType.keySet());
  }

  /** On whose threads they are called. To be said once, before any is. */
  void runOn(Gang gang, BlockingThreads threads) {
    blocking = threads;
    batches.values().forEach(batch -> batch.runOn(gang));
  }

  /**
   * How many tasks may be claimed where so many may run: any of them may be one that needs a thread
   * of its own, and none is claimed that finds no thread.
   */
  int atMost(int slots) {
    return blocks ? Math.min(slots, threads().most()) : slots;
  }

  /** Contexts that come from here know their claim, and interceptors cannot put in others. */
  static Claim claimOf(TaskContext<?> context) {
    return ((ClaimContext<?>) context).claim();
  }

  /**
   * Whether each batch can become full.
   *
   * @throws IllegalArgumentException when one is larger than the slots
   */
  public void requireSlotsFor(int slots) {
    batches.forEach(
        (type, batch) -> {
          if (batch.max() > slots) {
            throw new IllegalArgumentException(
                "batches of "
                    + type
                    + " are of up to "
                    + batch.max()
                    + " tasks, which is more than the concurrency of "
                    + slots);
          }
        });
  }

  /** What is gathered now goes out, and from now on nothing waits to be gathered. */
  void close() {
    batches.values().forEach(Batches::close);
  }

  /**
   * What comes of failed attempts of a type.
   *
   * @throws IllegalArgumentException when the type has a rule already
   */
  public void retry(TaskType<?, ?> type, RetryRule rule) {
    rules.add(type.name(), rule);
  }

  /**
   * What comes of failed attempts of types that have no rule of their own.
   *
   * @throws IllegalArgumentException when there is such a rule already
   */
  public void retry(RetryRule rule) {
    rules.forOthers(rule);
  }

  /** Around each run; the first one that is added is the outermost. */
  public void intercept(TaskInterceptor interceptor) {
    interceptors.add(interceptor);
  }

  RetryRules rules() {
    return rules;
  }

  public boolean isEmpty() {
    return byType.isEmpty();
  }

  /**
   * Calls the handler of a claim; gives its result, or nothing.
   *
   * @param opened its payload
   * @throws UnknownTypeException when there is none: another worker may know the type, now or after
   *     its next deployment
   */
  Mono<?> run(Claim claim, byte[] opened, Payloads payloads) {
    Typed<?, ?> typed = typed(claim);
    TraceContext trace = TraceContext.of(claim.task().options().headers());
    return trace.isEmpty()
        ? intercepted(typed, claim, opened, payloads)
        : Guarded.<Object>step(() -> intercepted(typed, claim, opened, payloads))
            .contextWrite(trace.write());
  }

  /**
   * The bytes of a result, none for no result.
   *
   * @param result null for no result
   */
  byte[] encoded(Claim claim, @Nullable Object result, Payloads payloads) {
    return result == null
        ? NO_RESULT
        : payloads.result(result, typed(claim).type.result(), claim.queue(), claim.id());
  }

  private Typed<?, ?> typed(Claim claim) {
    Typed<?, ?> typed = byType.get(claim.task().type());
    if (typed == null) {
      throw new UnknownTypeException(claim.task().type());
    }
    return typed;
  }

  private <T, R> Mono<?> intercepted(
      Typed<T, R> typed, Claim claim, byte[] opened, Payloads payloads) {
    TaskContext<T> context =
        new ClaimContext<>(claim, payloads.payload(opened, typed.type.payload()));
    Emit emit = typed.emit;
    return interceptors.around(
        context,
        () -> {
          Publisher<? extends R> values = given(typed.handler.handle(context));
          return emit == null
              ? last(values)
              : Emitting.<R>kept(
                  values,
                  claim,
                  emit,
                  value -> payloads.emitted(value, typed.type.result(), claim.queue(), claim.id()));
        });
  }

  private static <R> Publisher<R> given(@Nullable Publisher<R> publisher) {
    return Objects.requireNonNull(publisher, "the handler gave no publisher, but null");
  }

  private static <R> Mono<R> last(Publisher<? extends R> publisher) {
    return publisher instanceof Mono
        ? Mono.from(publisher)
        : Flux.<R>from(publisher).takeLast(1).singleOrEmpty();
  }
}
