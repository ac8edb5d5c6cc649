package io.sluice.store;

import io.sluice.event.TaskEvent;
import io.sluice.guard.Caught;
import io.sluice.guard.Guarded;
import io.sluice.guard.Patience;
import io.sluice.loop.LoopAge;
import io.sluice.loop.PeriodicLoop;
import io.sluice.loop.Timers;
import io.sluice.script.Call;
import io.sluice.script.Landing;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import io.sluice.task.view.CancelReply;
import io.sluice.task.view.Ledger;
import io.sluice.task.view.QueueView;
import io.sluice.task.view.ServerFacts;
import io.sluice.task.view.TaskView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.FluxSink.OverflowStrategy;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * A store each of whose calls ends: with an answer, with an error that a pipeline can signal, or,
 * when it stays silent, as unanswered. What is built on it need not fear to wait for good.
 */
public final class WatchedStore implements TaskStore {
  /** Past what any call takes that is answered or times out by itself: a script sent twice. */
  private static final Duration SILENCE = Duration.ofMillis(4_200);

  /** The same of a wait for work, which may have to connect first. */
  private static final Duration LANDING_SILENCE = Duration.ofSeconds(12);

  private static final Duration LOOK_EVERY = Duration.ofMillis(250);

  private final TaskStore store;
  private final Patience calls;
  private final Patience waits = new Patience(LANDING_SILENCE);
  private final @Nullable Scheduler answers;
  private final PeriodicLoop looking;

  public WatchedStore(TaskStore store) {
    this.store = store;
    this.calls = new Patience(SILENCE);
    this.answers = null;
    this.looking =
        PeriodicLoop.start(
            "watch",
            LOOK_EVERY,
            Mono.fromRunnable(this::giveUpOverdue),
            error -> {},
            Timers.scheduler());
  }

  private WatchedStore(WatchedStore watched, Scheduler answers) {
    this.store = watched.store;
    this.looking = watched.looking;
    this.calls = watched.calls.answeringOn(answers);
    this.answers = answers;
  }

  /**
   * The same store, for callers who may do anything with its answers: they are told there, and not
   * on the threads of the engine.
   */
  public WatchedStore answeringOn(Scheduler scheduler) {
    return new WatchedStore(this, scheduler);
  }

  private <T> Flux<T> told(Flux<T> words) {
    return answers == null ? words : words.publishOn(answers);
  }

  /** How long ago the calls were looked at. */
  public LoopAge loopAge() {
    return looking.age();
  }

  @Override
  public Instant now() {
    return store.now();
  }

  @Override
  public Mono<Void> unregister(QueueName queue) {
    return calls.step(() -> store.unregister(queue));
  }

  @Override
  public Mono<Void> register(QueueName queue) {
    return calls.step(() -> store.register(queue));
  }

  @Override
  public Mono<List<EnqueueReply>> enqueue(QueueName queue, Call call, List<EnqueueItem> items) {
    return calls.step(() -> store.enqueue(queue, call, items));
  }

  @Override
  public Mono<List<EnqueueReply>> enqueueOnce(QueueName queue, Call call, List<EnqueueItem> items) {
    return calls.step(() -> store.enqueueOnce(queue, call, items));
  }

  @Override
  public Mono<Boolean> open(QueueName queue, String session, Duration life) {
    return calls.step(() -> store.open(queue, session, life));
  }

  @Override
  public Mono<ExtendReply> extend(QueueName queue, String session, Duration life, String cursor) {
    return calls.step(() -> store.extend(queue, session, life, cursor));
  }

  @Override
  public Mono<Void> present(QueueName queue, String session, WorkerNote note) {
    return calls.step(() -> store.present(queue, session, note));
  }

  @Override
  public Mono<Void> close(QueueName queue, String session) {
    return calls.step(() -> store.close(queue, session));
  }

  @Override
  public Mono<ClaimReply> claim(QueueName queue, String session, long seq, ClaimTerms terms) {
    return calls.step(() -> store.claim(queue, session, seq, terms));
  }

  @Override
  public Mono<List<Boolean>> settle(QueueName queue, Call call, List<Settlement> settlements) {
    return calls.step(() -> store.settle(queue, call, settlements));
  }

  @Override
  public Mono<Void> note(QueueName queue, List<Note> notes) {
    return calls.step(() -> store.note(queue, notes));
  }

  @Override
  public Mono<Promoted> promote(QueueName queue) {
    return calls.step(() -> store.promote(queue));
  }

  @Override
  public Mono<Integer> expire(QueueName queue) {
    return calls.step(() -> store.expire(queue));
  }

  @Override
  public Mono<Reaped> reap(QueueName queue) {
    return calls.step(() -> store.reap(queue));
  }

  @Override
  public Mono<Swept> sweep(QueueName queue) {
    return calls.step(() -> store.sweep(queue));
  }

  @Override
  public Mono<Pulled> pull(QueueName queue) {
    return calls.step(() -> store.pull(queue));
  }

  @Override
  public Mono<Integer> shed(QueueName queue) {
    return calls.step(() -> store.shed(queue));
  }

  @Override
  public Mono<CancelReply> cancel(QueueName queue, TaskId id) {
    return calls.step(() -> store.cancel(queue, id));
  }

  @Override
  public Mono<List<Optional<TaskView>>> find(QueueName queue, List<TaskId> ids) {
    return calls.step(() -> store.find(queue, ids));
  }

  @Override
  public Mono<List<Optional<TaskView>>> await(QueueName queue, List<TaskId> ids) {
    return calls.step(() -> store.await(queue, ids));
  }

  @Override
  public Mono<HeldPage> held(QueueName queue, String session, String cursor) {
    return calls.step(() -> store.held(queue, session, cursor));
  }

  @Override
  public Mono<QueueView> stats(QueueName queue) {
    return calls.step(() -> store.stats(queue));
  }

  @Override
  public Mono<Ledger> audit(QueueName queue) {
    return calls.step(() -> store.audit(queue));
  }

  @Override
  public Mono<SurveyPage> survey(QueueName queue, Structure structure, String cursor) {
    return calls.step(() -> store.survey(queue, structure, cursor));
  }

  @Override
  public Mono<Mended> repair(QueueName queue, List<TaskId> ids) {
    return calls.step(() -> store.repair(queue, ids));
  }

  @Override
  public Mono<Void> writeOff(Ledger ledger) {
    return calls.step(() -> store.writeOff(ledger));
  }

  @Override
  public Mono<List<QueueName>> queues(@Nullable QueueName after, int limit) {
    return calls.step(() -> store.queues(after, limit));
  }

  @Override
  public Mono<Boolean> known(QueueName queue) {
    return calls.step(() -> store.known(queue));
  }

  @Override
  public AdminStore admin() {
    return new WatchedAdminStore(store.admin(), calls);
  }

  @Override
  public Landing landing(QueueName queue) {
    return new WatchedLanding(store.landing(queue), waits, calls);
  }

  @Override
  public Mono<Flux<TaskEvent>> events(QueueName queue) {
    return calls.step(() -> store.events(queue)).map(this::told);
  }

  @Override
  public Flux<List<TaskEvent>> eventBatches(QueueName queue) {
    return Flux.create(
        sink -> listen(() -> store.eventBatches(queue), sink), OverflowStrategy.DROP);
  }

  @Override
  public Mono<Flux<TaskId>> cancelHints(QueueName queue) {
    return calls.step(() -> store.cancelHints(queue));
  }

  @Override
  public Flux<Duration> dueHints(QueueName queue) {
    return Flux.create(sink -> listen(() -> store.dueHints(queue), sink), OverflowStrategy.LATEST);
  }

  private static <T> void listen(Supplier<Flux<T>> words, FluxSink<T> sink) {
    try {
      sink.onDispose(
          words
              .get()
              .subscribe(sink::next, error -> sink.error(Caught.signalOf(error)), sink::complete));
    } catch (Throwable thrown) {
      sink.error(Caught.signalOf(thrown));
    }
  }

  @Override
  public ScheduleStore schedules() {
    return new WatchedSchedules(store.schedules(), calls);
  }

  @Override
  public Mono<ServerFacts> serverFacts() {
    return calls.step(store::serverFacts);
  }

  @Override
  public Mono<Void> ping() {
    return calls.step(store::ping);
  }

  @Override
  public Mono<Void> disconnect() {
    return Guarded.<Void>step(store::disconnect).doFinally(end -> looking.dispose());
  }

  private void giveUpOverdue() {
    calls.giveUpOverdue();
    waits.giveUpOverdue();
  }
}
