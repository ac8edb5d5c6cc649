package io.sluice.tck;

import io.sluice.task.enqueue.EnqueueResult;
import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;
import reactor.core.publisher.Flux;

/** Results of an enqueue of many. */
public final class EnqueueAllVerification extends PublisherVerification<EnqueueResult<Integer>> {
  public EnqueueAllVerification() {
    super(Tck.environment());
  }

  @Override
  public Publisher<EnqueueResult<Integer>> createPublisher(long elements) {
    return TckQueues.sluice().enqueueAll(TckQueues.engine().queue(), TckQueues.items(elements));
  }

  @Override
  public Publisher<EnqueueResult<Integer>> createFailedPublisher() {
    return TckQueues.sluice()
        .enqueueAll(TckQueues.engine().queue(), Flux.error(new IllegalStateException("no items")));
  }

  @Override
  public long maxElementsFromPublisher() {
    return 10_000;
  }
}
