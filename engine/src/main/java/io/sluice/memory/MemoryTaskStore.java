package io.sluice.memory;

import io.sluice.config.SluiceConfig;
import io.sluice.event.TaskEvent;
import io.sluice.guard.Guarded;
import io.sluice.loop.Timers;
import io.sluice.script.Call;
import io.sluice.script.Landing;
import io.sluice.store.AdminStore;
import io.sluice.store.ClaimReply;
import io.sluice.store.ClaimTerms;
import io.sluice.store.EnqueueItem;
import io.sluice.store.EnqueueReply;
import io.sluice.store.ExtendReply;
import io.sluice.store.HeldPage;
import io.sluice.store.Mended;
import io.sluice.store.Note;
import io.sluice.store.Promoted;
import io.sluice.store.Pulled;
import io.sluice.store.Reaped;
import io.sluice.store.ScheduleStore;
import io.sluice.store.Settlement;
import io.sluice.store.Structure;
import io.sluice.store.SurveyPage;
import io.sluice.store.Swept;
import io.sluice.store.TaskStore;
import io.sluice.store.WorkerNote;
import io.sluice.task.QueueName;
import io.sluice.task.RedisUnavailableException;
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
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The store in memory: each verb is done at once, under the lock of its queue, and answered on
 * another thread, as an answer from a server would come.
 */
final class MemoryTaskStore implements TaskStore {
  private final Namespace namespace;
  private final Clocks clocks;
  private final SluiceConfig config;
  private volatile boolean closed;

  MemoryTaskStore(Namespace namespace, Clocks clocks, SluiceConfig config) {
    this.namespace = namespace;
    this.clocks = clocks;
    this.config = config;
  }

  @Override
  public Instant now() {
    return Instant.ofEpochMilli(clocks.time().getAsLong());
  }

  @Override
  public Mono<Void> register(QueueName queue) {
    return answer(() -> namespace.register(queue)).then();
  }

  @Override
  public Mono<Void> unregister(QueueName queue) {
    return answer(() -> namespace.unregister(queue)).then();
  }

  @Override
  public Mono<List<EnqueueReply>> enqueue(QueueName queue, Call call, List<EnqueueItem> items) {
    return on(queue, in -> new Enqueuing(in).enqueue(call, items, config.maxBacklog()));
  }

  @Override
  public Mono<List<EnqueueReply>> enqueueOnce(QueueName queue, Call call, List<EnqueueItem> items) {
    return on(
        queue,
        in ->
            new EnqueuingOnce(in, config.retention().maxCount())
                .enqueue(call, items, config.maxBacklog()));
  }

  @Override
  public Mono<Boolean> open(QueueName queue, String session, Duration life) {
    return on(queue, in -> new Sessions(in).open(session, life));
  }

  @Override
  public Mono<ExtendReply> extend(QueueName queue, String session, Duration life, String cursor) {
    return on(queue, in -> new Sessions(in).extend(session, life, cursor));
  }

  @Override
  public Mono<Void> present(QueueName queue, String session, WorkerNote note) {
    return change(queue, in -> new Sessions(in).present(session, note));
  }

  @Override
  public Mono<Void> close(QueueName queue, String session) {
    return change(queue, in -> new Sessions(in).close(session));
  }

  @Override
  public Mono<ClaimReply> claim(QueueName queue, String session, long seq, ClaimTerms terms) {
    int cap = config.retention().maxCount();
    return on(
        queue,
        in -> new Claiming(in, session, seq).claim(terms.within(config.bytes().answer()), cap));
  }

  @Override
  public Mono<List<Boolean>> settle(QueueName queue, Call call, List<Settlement> settlements) {
    return on(
        queue,
        in ->
            new Settling(in, config.retention().maxCount(), config.failureTraces())
                .settle(call, settlements));
  }

  @Override
  public Mono<Void> note(QueueName queue, List<Note> notes) {
    return change(queue, in -> new Noting(in).keep(notes));
  }

  @Override
  public Mono<Promoted> promote(QueueName queue) {
    return on(queue, in -> new Promoting(in).promote(MAX_BATCH));
  }

  @Override
  public Mono<Integer> expire(QueueName queue) {
    return on(queue, in -> new Promoting(in).expire(MAX_BATCH));
  }

  @Override
  public Mono<Reaped> reap(QueueName queue) {
    return on(
        queue, in -> new Reaping(in, config.crashLimit(), config.retention().maxCount()).reap());
  }

  @Override
  public Mono<Swept> sweep(QueueName queue) {
    return on(queue, in -> new Sweeping(in).sweep(config.retention(), config.deadRetention()));
  }

  /** Its clock is never set back. */
  @Override
  public Mono<Pulled> pull(QueueName queue) {
    return answer(() -> Pulled.NOTHING);
  }

  @Override
  public Mono<Integer> shed(QueueName queue) {
    return on(queue, in -> new Shedding(in).shed());
  }

  @Override
  public Mono<CancelReply> cancel(QueueName queue, TaskId id) {
    return on(queue, in -> new Acting(in, id).cancel(config.retention().maxCount()));
  }

  @Override
  public Mono<List<Optional<TaskView>>> find(QueueName queue, List<TaskId> ids) {
    return on(
        queue,
        in -> {
          Looking looking = new Looking(in);
          return fitting(in, ids).stream().map(looking::find).toList();
        });
  }

  @Override
  public Mono<List<Optional<TaskView>>> await(QueueName queue, List<TaskId> ids) {
    return on(
        queue,
        in -> {
          Looking looking = new Looking(in);
          return fitting(in, ids).stream().map(looking::await).toList();
        });
  }

  private List<TaskId> fitting(MemoryQueue in, List<TaskId> ids) {
    return ids.subList(0, new Sizes(in).fitting(ids, answerBytes()));
  }

  /** Most bytes of tasks in one answer. */
  int answerBytes() {
    return config.bytes().answer();
  }

  @Override
  public Mono<HeldPage> held(QueueName queue, String session, String cursor) {
    return on(queue, in -> new Sessions(in).held(session, cursor));
  }

  @Override
  public Mono<QueueView> stats(QueueName queue) {
    return on(queue, in -> new Looking(in).stats());
  }

  @Override
  public Mono<Ledger> audit(QueueName queue) {
    return on(queue, in -> new Looking(in).audit());
  }

  /** Nothing can be damaged here: nobody but this package reaches what is kept. */
  @Override
  public Mono<SurveyPage> survey(QueueName queue, Structure structure, String cursor) {
    return answer(
        () -> new SurveyPage(HeldPage.END, 0, List.of(), List.of(), List.of(), List.of()));
  }

  @Override
  public Mono<Mended> repair(QueueName queue, List<TaskId> ids) {
    return answer(() -> new Mended(List.of(), List.of(), List.of()));
  }

  @Override
  public Mono<Void> writeOff(Ledger ledger) {
    return change(
        ledger.queue(),
        in -> {
          if (new Looking(in).audit().corrections().equals(ledger.corrections())) {
            in.count(Counter.LOST, ledger.acceptedBalance());
          }
        });
  }

  @Override
  public Mono<List<QueueName>> queues(@Nullable QueueName after, int limit) {
    return answer(() -> namespace.queuesAfter(after, limit));
  }

  @Override
  public Mono<Boolean> known(QueueName queue) {
    return answer(() -> namespace.isKnown(queue));
  }

  @Override
  public AdminStore admin() {
    return new MemoryAdminStore(this);
  }

  @Override
  public ScheduleStore schedules() {
    return new MemorySchedules(this, namespace);
  }

  @Override
  public Landing landing(QueueName queue) {
    return new MemoryLanding(queue(queue));
  }

  @Override
  public Mono<Flux<TaskEvent>> events(QueueName queue) {
    return answer(() -> queue(queue).events.listen());
  }

  /** That it listens is told too. */
  @Override
  public Flux<List<TaskEvent>> eventBatches(QueueName queue) {
    return Flux.defer(
        () -> Flux.concat(Flux.just(List.of()), queue(queue).events.listen().map(List::of)));
  }

  @Override
  public Mono<Flux<TaskId>> cancelHints(QueueName queue) {
    return answer(() -> queue(queue).cancelWords.listen());
  }

  /** That it listens is a hint too. */
  @Override
  public Flux<Duration> dueHints(QueueName queue) {
    return Flux.defer(() -> queue(queue).dues.listen().startWith(Duration.ZERO));
  }

  @Override
  public Mono<ServerFacts> serverFacts() {
    return answer(
        () ->
            new ServerFacts(
                "0.0 (in memory)",
                now(),
                false,
                null,
                0,
                "noeviction",
                null,
                null,
                null,
                null,
                true,
                List.of()));
  }

  @Override
  public Mono<Void> ping() {
    return answer(() -> true).then();
  }

  @Override
  public Mono<Void> disconnect() {
    return Mono.fromRunnable(() -> closed = true);
  }

  /** Does a verb on a queue, as a whole. */
  <T> Mono<T> on(QueueName name, Function<MemoryQueue, T> verb) {
    return answer(
        () -> {
          MemoryQueue queue = queue(name);
          synchronized (queue) {
            T answer = verb.apply(queue);
            queue.handOut();
            return answer;
          }
        });
  }

  /** Does a verb on a queue, as a whole, that gives no answer. */
  Mono<Void> change(QueueName name, Consumer<MemoryQueue> verb) {
    return on(
            name,
            queue -> {
              verb.accept(queue);
              return true;
            })
        .then();
  }

  <T> Mono<T> answer(Supplier<T> call) {
    return Guarded.<T>step(
            () ->
                closed
                    ? Mono.error(new RedisUnavailableException("the store is closed", null))
                    : Mono.just(call.get()))
        .publishOn(Timers.scheduler());
  }

  private MemoryQueue queue(QueueName queue) {
    return namespace.queue(queue);
  }
}
