package io.sluice.tck;

import io.sluice.event.TaskEvent;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Events, while something happens for as long as somebody listens: there is no last one. */
public final class EventsVerification extends PublisherVerification<TaskEvent> {
  private static final Duration EVERY = Duration.ofMillis(5);

  public EventsVerification() {
    super(Tck.environment());
  }

  @Override
  public Publisher<TaskEvent> createPublisher(long elements) {
    String queue = TckQueues.engine().queue();
    Flux<TaskEvent> events = TckQueues.sluice().events(queue);
    return Flux.from(
        subscriber -> {
          Disposable life = life(queue);
          events.doFinally(end -> life.dispose()).subscribe(subscriber);
        });
  }

  /** Broken subscriptions come back by themselves. */
  @Override
  public @Nullable Publisher<TaskEvent> createFailedPublisher() {
    return null;
  }

  @Override
  public long maxElementsFromPublisher() {
    return publisherUnableToSignalOnComplete();
  }

  private static Disposable life(String queue) {
    return Mono.defer(() -> TckQueues.sluice().enqueue(queue, TckQueues.task()))
        .onErrorComplete()
        .repeatWhen(ends -> ends.delayElements(EVERY))
        .subscribe(handle -> {}, error -> {});
  }
}
