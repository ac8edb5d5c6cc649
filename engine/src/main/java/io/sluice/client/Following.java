package io.sluice.client;

import io.sluice.crew.Gang;
import io.sluice.crew.Line;
import io.sluice.event.News;
import io.sluice.event.TaskEvent;
import io.sluice.guard.Guarded;
import io.sluice.guard.Hearing;
import io.sluice.loop.Timers;
import io.sluice.protocol.TaskStore;
import io.sluice.task.QueueName;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.FluxSink.OverflowStrategy;
import reactor.core.publisher.Mono;

/**
 * One who follows whole queues. What is heard goes into his {@link Inbox} at once, whether he asks
 * for it or not, so that nothing waits anywhere else; a nudge tells him to look there.
 */
public final class Following {
  private static final Duration LISTEN_AGAIN = Duration.ofSeconds(2);

  /** Messages of which it was not asked yet whether they are wanted; more are missed. */
  private static final int MAX_UNHEARD = 10_000;

  /**
   * Queues that are not heard again by then are not waited for with the word that all were lost.
   */
  private static final Duration BACK_WITHIN = Duration.ofSeconds(2);

  private final TaskStore store;
  private final Predicate<TaskEvent> wanted;
  private final Line line;
  private final Inbox inbox = new Inbox();
  private final Disposable.Composite listening = Disposables.composite();
  private final Set<QueueName> followed = new HashSet<>();
  private final Set<QueueName> inForce = new HashSet<>();
  private final Set<QueueName> lost = new HashSet<>();
  private final Disposable.Swap backWithin = Disposables.swap();
  private final Set<QueueName> ofTheBeginning = new HashSet<>();
  private volatile boolean missed;
  private boolean begun;

  private enum Nudge {
    LOOK
  }

  private Following(TaskStore store, Predicate<TaskEvent> wanted, Line line) {
    this.store = store;
    this.wanted = wanted;
    this.line = line;
  }

  /**
   * See {@link io.sluice.Sluice#follow}.
   *
   * @param gang on whose threads it is asked what is wanted
   */
  public static Flux<List<News>> of(
      TaskStore store, Flux<List<QueueName>> queues, Predicate<TaskEvent> wanted, Gang gang) {
    return Flux.defer(() -> new Following(store, wanted, new Line(gang)).news(queues));
  }

  private Flux<List<News>> news(Flux<List<QueueName>> queues) {
    return Flux.<Nudge>create(nudges -> begin(queues, nudges), OverflowStrategy.LATEST)
        .concatMap(nudge -> inbox.taken(), 0);
  }

  private void begin(Flux<List<QueueName>> queues, FluxSink<Nudge> nudges) {
    nudges.onDispose(listening);
    listening.add(backWithin);
    listening.add(
        Hearing.of(queues, known -> Guarded.run(() -> follow(known, nudges)), nudges::error));
  }

  private void follow(List<QueueName> known, FluxSink<Nudge> nudges) {
    synchronized (this) {
      if (followed.isEmpty() && !begun) {
        ofTheBeginning.addAll(known);
        beginIfAllAreInForce();
      }
    }
    known.stream().filter(followed::add).forEach(queue -> listen(queue, nudges));
    nudges.next(Nudge.LOOK);
  }

  private void listen(QueueName queue, FluxSink<Nudge> nudges) {
    listening.add(
        store
            .hints()
            .eventBatches(queue)
            .onErrorComplete()
            .repeatWhen(ends -> ends.delayElements(LISTEN_AGAIN, Timers.scheduler()))
            .subscribe(events -> handOn(queue, events, nudges), error -> {}));
  }

  /** From the thread of the connection to one on which it may be asked what is wanted. */
  private void handOn(QueueName queue, List<TaskEvent> events, FluxSink<Nudge> nudges) {
    if (line.size() >= MAX_UNHEARD && !events.isEmpty()) {
      missed = true;
      return;
    }
    line.execute(
        () -> {
          if (missed) {
            missed = false;
            inbox.add(new News.Gap(News.Cause.SLOW, null));
          }
          hear(queue, events, nudges);
          nudges.next(Nudge.LOOK);
        });
  }

  private synchronized void hear(QueueName queue, List<TaskEvent> events, FluxSink<Nudge> nudges) {
    if (events.isEmpty()) {
      heardAgain(queue, nudges);
    }
    for (TaskEvent event : events) {
      if (wanted.test(event)) {
        inbox.add(new News.Happened(event));
      }
    }
  }

  private void heardAgain(QueueName queue, FluxSink<Nudge> nudges) {
    if (!inForce.add(queue)) {
      backAgain(queue, nudges);
    } else if (ofTheBeginning.remove(queue)) {
      beginIfAllAreInForce();
    } else {
      inbox.add(new News.Gap(News.Cause.FOUND, queue.whole()));
    }
  }

  /**
   * All queues are heard over one connection, so the first that is heard again says that all were
   * lost. That is told once, by the last of them: what happens after it is not missed.
   */
  private void backAgain(QueueName queue, FluxSink<Nudge> nudges) {
    if (lost.isEmpty()) {
      lost.addAll(inForce);
      backWithin.update(
          Mono.delay(BACK_WITHIN, Timers.scheduler())
              .subscribe(
                  late ->
                      line.execute(
                          () -> {
                            tellLossIfAny();
                            nudges.next(Nudge.LOOK);
                          }),
                  error -> {}));
    }
    lost.remove(queue);
    if (lost.isEmpty()) {
      tellLoss();
    }
  }

  private synchronized void tellLossIfAny() {
    if (!lost.isEmpty()) {
      tellLoss();
    }
  }

  private void tellLoss() {
    lost.clear();
    backWithin.update(Disposables.disposed());
    inbox.add(new News.Gap(News.Cause.RECONNECTED, null));
  }

  private void beginIfAllAreInForce() {
    if (ofTheBeginning.isEmpty()) {
      begun = true;
      inbox.add(new News.Begun());
    }
  }
}
