package io.sluice.tck;

import io.sluice.task.enqueue.ScatterOptions;
import io.sluice.task.enqueue.Scattered;
import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;
import reactor.core.publisher.Flux;

/** Results of a scatter. */
public final class ScatterVerification extends PublisherVerification<Scattered<Integer, String>> {
  public ScatterVerification() {
    super(Tck.environment());
  }

  @Override
  public Publisher<Scattered<Integer, String>> createPublisher(long elements) {
    return TckQueues.sluice()
        .scatter(TckQueues.worked(), TckQueues.parts(elements), ScatterOptions.DEFAULT);
  }

  @Override
  public Publisher<Scattered<Integer, String>> createFailedPublisher() {
    return TckQueues.sluice()
        .scatter(
            TckQueues.engine().queue(),
            Flux.error(new IllegalStateException("no parts")),
            ScatterOptions.DEFAULT);
  }

  @Override
  public long maxElementsFromPublisher() {
    return 10_000;
  }
}
