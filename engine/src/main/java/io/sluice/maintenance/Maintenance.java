package io.sluice.maintenance;

import io.sluice.config.SluiceConfig;
import io.sluice.event.EngineListener;
import io.sluice.guard.Guarded;
import io.sluice.loop.LoopAge;
import io.sluice.loop.PeriodicLoop;
import io.sluice.loop.Timers;
import io.sluice.protocol.TaskStore;
import io.sluice.store.partition.PartitionMap;
import io.sluice.task.QueueName;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

/**
 * Promotes, fires, reaps, sweeps, audits and records the queues that this engine cares for, carries
 * their letters to others, and goes on with what was begun on many tasks of them: a loop each over
 * all of them.
 */
public final class Maintenance {
  private static final Duration DISCOVER_EVERY = Duration.ofSeconds(2);
  private static final int DISCOVER_PAGE = 1000;

  /** What a queue does is recorded once in a second, and a burst together. */
  private static final Duration RECORDS_IN = Duration.ofSeconds(1);

  /** After this long it is tried again to listen; until then the polls do. */
  private static final Duration LISTEN_AGAIN = Duration.ofSeconds(2);

  private final long begunAt = System.nanoTime();
  private final TaskStore store;
  private final EngineListener listener;
  private final Duration poll;
  private final Rounds promoting;
  private final Rounds acting;
  private final Rounds firing;
  private final Rounds delivering;
  private final Rounds recordings;
  private final Recording recording;
  private final List<Rounds> rounds;
  private final Set<QueueName> queues = ConcurrentHashMap.newKeySet();
  private final Disposable.Composite listening = Disposables.composite();
  private final Disposable.Swap discovery = Disposables.swap();
  private final AtomicBoolean hearsOfSchedules = new AtomicBoolean();

  public Maintenance(TaskStore store, SluiceConfig config, EngineListener listener) {
    this.store = store;
    this.listener = listener;
    this.poll = config.waiting().poll();
    Passes passes =
        new Passes(store, config, listener, this::actSoon, this::deliverSoon, this::recordSoon);
    this.promoting = begin("promote", passes::promote);
    this.acting = begin("act", passes::act);
    Firing schedules = new Firing(store, config, listener);
    this.firing = begin("fire", schedules::fire);
    this.delivering = begin("deliver", new Delivering(store, listener)::deliver);
    this.recording = new Recording(store.upkeep().history(), listener, queues::size);
    this.recordings = begin("record", recording::record);
    store.upkeep().history().timings().tell(this::recordSoon);
    store.letters().written().tell(this::lettersWritten);
    store.divided().listen(this::careForPartitions);
    this.rounds =
        List.of(
            promoting,
            acting,
            firing,
            delivering,
            recordings,
            begin("mend", schedules::mend),
            begin("align", new Aligning(store, listener)::align),
            begin("reap", passes::reap),
            begin("sweep", passes::sweep),
            begin("audit", passes::audit));
  }

  /** Cares for this queue from now on, and for its partitions, also those that come later. */
  public void careFor(QueueName queue) {
    if (queues.add(queue)) {
      store.divided().partitionsOf(queue).stream().skip(1).forEach(this::careFor);
      rounds.forEach(each -> each.add(queue));
      listening.add(listenForDue(queue));
      listenForSchedules();
    }
  }

  private void careForPartitions(PartitionMap map) {
    if (queues.contains(map.queue())) {
      map.partitions().forEach(this::careFor);
    }
  }

  /** Cares for every queue of the namespace, also those that come later. */
  public void careForAll() {
    discovery.update(
        PeriodicLoop.start(
            "discover", DISCOVER_EVERY, discover(), error -> {}, Timers.scheduler()));
  }

  /** Cares for this queue, at once for what was begun there on many tasks. */
  public void bulkBegan(QueueName queue) {
    careFor(queue);
    actSoon(queue);
  }

  private void lettersWritten(QueueName queue) {
    careFor(queue);
    deliverSoon(queue);
  }

  /** How long ago each loop did a pass. */
  public List<LoopAge> loopAges() {
    Stream<LoopAge> found =
        discovery.get() instanceof PeriodicLoop discovering
            ? Stream.of(discovering.age())
            : Stream.of();
    return Stream.concat(found, rounds.stream().flatMap(each -> each.ages().stream())).toList();
  }

  public void stop() {
    discovery.dispose();
    listening.dispose();
    recording.stop();
    rounds.forEach(Rounds::stop);
  }

  private void actSoon(QueueName queue) {
    acting.sooner(queue, Duration.ZERO);
  }

  private void deliverSoon(QueueName queue) {
    delivering.sooner(queue, Duration.ZERO);
  }

  private void recordSoon(QueueName queue) {
    if (recording.wakes(queue)) {
      recordings.sooner(queue, RECORDS_IN);
    }
  }

  private Rounds begin(String name, Rounds.Pass pass) {
    return new Rounds(name, pass, listener, Timers.scheduler(), () -> System.nanoTime() - begunAt);
  }

  private Disposable listenForDue(QueueName queue) {
    return store
        .hints()
        .dues(queue)
        .onErrorComplete()
        .repeatWhen(ends -> ends.delayElements(LISTEN_AGAIN, Timers.scheduler()))
        .filter(in -> in.compareTo(poll) < 0) // else it is asked for before
        .subscribe(in -> Guarded.run(() -> promoting.sooner(queue, in)), error -> {});
  }

  /** From the first queue on: who cares for none needs no subscription. */
  private void listenForSchedules() {
    if (hearsOfSchedules.compareAndSet(false, true)) {
      listening.add(
          store
              .schedules()
              .changes()
              .onErrorComplete()
              .repeatWhen(ends -> ends.delayElements(LISTEN_AGAIN, Timers.scheduler()))
              .subscribe(
                  queue -> Guarded.run(() -> firing.sooner(queue, Duration.ZERO)), error -> {}));
    }
  }

  private Mono<Void> discover() {
    return store
        .names()
        .after(null, DISCOVER_PAGE)
        .expand(
            page ->
                page.size() < DISCOVER_PAGE
                    ? Mono.empty()
                    : store.names().after(page.get(page.size() - 1), DISCOVER_PAGE))
        .doOnNext(page -> page.forEach(this::careFor))
        .then(Mono.fromRunnable(recording::knowsAll));
  }
}
