package io.sluice.load.loss;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Sluice;
import io.sluice.Worker;
import io.sluice.config.CrashLimit;
import io.sluice.config.SluiceConfig;
import io.sluice.protocol.TaskStore;
import io.sluice.redis.RedisServer;
import io.sluice.store.HeldPage;
import io.sluice.task.QueueName;
import io.sluice.task.RedisUnavailableException;
import io.sluice.task.enqueue.NewTask;
import io.sluice.task.enqueue.RetryPolicy;
import io.sluice.task.enqueue.TaskType;
import io.sluice.task.handler.TaskContext;
import io.sluice.task.view.CancelReply;
import io.sluice.task.view.Ledger;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.retry.Retry;

/** An engine with steady work: tasks come and run, every eighth of them twice. */
final class Traffic implements AutoCloseable {
  private static final TaskType<String, String> WORK =
      TaskType.of("work", String.class, String.class);

  private static final String QUEUE = "work";
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration EVERY = Duration.ofMillis(40);
  private static final Duration LATER = Duration.ofHours(1);
  private static final Duration ASK_AGAIN = Duration.ofMillis(50);
  private static final Duration GRACE = Duration.ofSeconds(2);
  private static final Duration SESSION = Duration.ofSeconds(3);
  private static final int SLOTS = 16;
  private static final int ONE_FAILS_OF = 8;

  /** No other task gets as far. */
  private static final long GROUPED = 1_000_001;

  private static final long TOGETHER = 2_000_000;

  private static final int MOST_UNANSWERED = 1_024;

  /** Each enqueue is answered in the end, so that none is unknown. */
  private static final Duration ENQUEUE_TIMEOUT = Duration.ofSeconds(20);

  private final SluiceConfig config;
  private final Sluice sluice;
  private final Journal journal = new Journal();
  private final Sinks.Empty<Void> enough = Sinks.empty();
  private final AtomicReference<Worker> worker = new AtomicReference<>();

  Traffic(String redisUri, String namespace) {
    config =
        SluiceConfig.of(redisUri)
            .withNamespace(namespace)
            .withSessionLife(SESSION)
            .withEnqueueTimeout(ENQUEUE_TIMEOUT)
            .withCrashLimit(new CrashLimit(100, Duration.ofMillis(10)));
    sluice = Sluice.builder(config).listener(event -> {}).connect();
    startWorker();
    produce();
  }

  Journal journal() {
    return journal;
  }

  /** Whether the engine says of itself that all is well. */
  Mono<Boolean> ready() {
    return sluice.health().map(health -> health.ready());
  }

  void goOn() {
    // There is traffic anyway.
  }

  /** The only task with a group: all others go the straight way. */
  void enqueueGrouped() {
    send(GROUPED, task -> task.group("a")).block(SOON);
  }

  /** More at once than there are lanes, so that some go in one call; others go alone. */
  void enqueueTogether() {
    Flux.range(0, 16).flatMap(i -> send(TOGETHER + i), 16).then().block(SOON);
  }

  void startAnotherWorker() {
    startWorker();
  }

  void replaceTheWorker() {
    Worker old = worker.get();
    startWorker();
    old.stop(GRACE).block(SOON);
  }

  void cancelOne() {
    String id = sluice.enqueue(QUEUE, WORK.with("cancelled").delay(LATER)).block(SOON).id().value();
    CancelReply reply = asked(sluice.tasks().cancel(QUEUE, id));

    assertThat(reply).isIn(CancelReply.CANCELLED, CancelReply.FINISHED);
    assertThat(asked(sluice.queues().find(QUEUE)).totals().cancelled()).isOne();
  }

  void lookAtATask() {
    String id = sluice.enqueue(QUEUE, WORK.with("looked at").delay(LATER)).block(SOON).id().value();

    assertThat(asked(sluice.tasks().find(QUEUE, id)).id().value()).isEqualTo(id);
    asked(sluice.tasks().cancel(QUEUE, id));
  }

  void lookAtTheQueue() {
    sluice.queues().resume(QUEUE).block(SOON); // creates it
    assertThat(asked(sluice.queues().find(QUEUE)).queue().value()).isEqualTo(QUEUE);
  }

  void lookAtTheLedger() {
    assertThat(asked(sluice.queues().audit(QUEUE)).balanced()).isTrue();
  }

  void lookAtHeld() {
    TaskStore store =
        new TaskStore(RedisServer.connect(config, event -> {}).block(SOON), config, event -> {});
    try {
      HeldPage page = asked(store.sessions().held(QueueName.of(QUEUE), "nobody", HeldPage.END));

      assertThat(page.tokens()).isEmpty();
    } finally {
      store.disconnect().block(SOON);
    }
  }

  /** Sends nothing more, waits until everything has ended, and tells what the ledger says. */
  Ledger drained() {
    enough.tryEmitEmpty();
    Eventually.eventually(Mono.fromSupplier(journal::unanswered), left -> left == 0);
    return Eventually.eventually(
        asking(Mono.defer(() -> sluice.queues().audit(QUEUE))), now -> now.unfinished() == 0);
  }

  @Override
  public void close() {
    enough.tryEmitEmpty();
    sluice.stop(GRACE).block(SOON);
  }

  private void startWorker() {
    worker.set(sluice.worker(QUEUE).concurrency(SLOTS).handle(WORK, this::run).start());
  }

  private Mono<String> run(TaskContext<String> task) {
    int run = journal.begun(task.payload());
    boolean failsNow = run == 1 && Integer.parseInt(task.payload()) % ONE_FAILS_OF == 0;
    return failsNow ? Mono.error(new IllegalStateException("as planned")) : Mono.just("done");
  }

  private void produce() {
    Flux.interval(EVERY)
        .onBackpressureDrop()
        .takeUntilOther(enough.asMono())
        .flatMap(this::send, MOST_UNANSWERED)
        .subscribe(done -> {}, journal::refused);
  }

  private Mono<Void> send(long number) {
    return send(number, task -> task);
  }

  private Mono<Void> send(long number, UnaryOperator<NewTask<String, String>> as) {
    String name = String.valueOf(number);
    journal.sent(name);
    RetryPolicy retry = RetryPolicy.fixed(3, Duration.ofMillis(20));
    return sluice
        .enqueue(QUEUE, as.apply(WORK.with(name).retry(retry)))
        .doOnNext(handle -> journal.accepted(name))
        .doOnError(journal::refused)
        .onErrorComplete()
        .then();
  }

  /** A caller who gets no answer asks again. */
  private static <T> T asked(Mono<T> question) {
    T answer = asking(question).block(SOON);
    assertThat(answer).isNotNull();
    return answer;
  }

  private static <T> Mono<T> asking(Mono<T> question) {
    return question.retryWhen(
        Retry.fixedDelay(Long.MAX_VALUE, ASK_AGAIN)
            .filter(error -> error instanceof RedisUnavailableException));
  }
}
