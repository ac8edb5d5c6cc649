package io.sluice.client;

import io.sluice.event.News;
import io.sluice.event.TaskEvent;
import io.sluice.guard.Guarded;
import io.sluice.store.TaskStore;
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

/**
 * One who follows whole queues. What is heard goes into his {@link Inbox} at once, whether he asks
 * for it or not, so that nothing waits anywhere else; a nudge tells him to look there.
 */
public final class Following {
  private static final Duration LISTEN_AGAIN = Duration.ofSeconds(2);

  private final TaskStore store;
  private final Predicate<TaskEvent> wanted;
  private final Inbox inbox = new Inbox();
  private final Disposable.Composite listening = Disposables.composite();
  private final Set<QueueName> followed = new HashSet<>();
  private final Set<QueueName> inForce = new HashSet<>();
  private final Set<QueueName> ofTheBeginning = new HashSet<>();
  private boolean begun;

  private enum Nudge {
    LOOK
  }

  private Following(TaskStore store, Predicate<TaskEvent> wanted) {
    this.store = store;
    this.wanted = wanted;
  }

  /** See {@link io.sluice.Sluice#follow}. */
  public static Flux<List<News>> of(
      TaskStore store, Flux<List<QueueName>> queues, Predicate<TaskEvent> wanted) {
    return Flux.defer(() -> new Following(store, wanted).news(queues));
  }

  private Flux<List<News>> news(Flux<List<QueueName>> queues) {
    return Flux.<Nudge>create(nudges -> begin(queues, nudges), OverflowStrategy.LATEST)
        .concatMap(nudge -> inbox.taken(), 0);
  }

  private void begin(Flux<List<QueueName>> queues, FluxSink<Nudge> nudges) {
    nudges.onDispose(listening);
    listening.add(
        queues.subscribe(
            known -> Guarded.run(() -> follow(known, nudges)), nudges::error, () -> {}));
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
            .told(queue)
            .onErrorComplete()
            .repeatWhen(ends -> ends.delayElements(LISTEN_AGAIN))
            .subscribe(
                events ->
                    Guarded.run(
                        () -> {
                          hear(queue, events);
                          nudges.next(Nudge.LOOK);
                        }),
                error -> {}));
  }

  private synchronized void hear(QueueName queue, List<TaskEvent> events) {
    if (events.isEmpty()) {
      heardAgain(queue);
    }
    for (TaskEvent event : events) {
      if (wanted.test(event)) {
        inbox.add(new News.Happened(event));
      }
    }
  }

  private void heardAgain(QueueName queue) {
    if (!inForce.add(queue)) {
      inbox.add(new News.Gap(News.Cause.RECONNECTED, null));
    } else if (ofTheBeginning.remove(queue)) {
      beginIfAllAreInForce();
    } else {
      inbox.add(new News.Gap(News.Cause.FOUND, queue));
    }
  }

  private void beginIfAllAreInForce() {
    if (ofTheBeginning.isEmpty()) {
      begun = true;
      inbox.add(new News.Begun());
    }
  }
}
