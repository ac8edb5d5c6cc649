package io.sluice.tck;

import io.sluice.task.handler.Delivery;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;

/** Deliveries: there is no last one. */
public final class ReceiveVerification extends PublisherVerification<Delivery<String, String>> {
  public ReceiveVerification() {
    super(Tck.environment());
  }

  @Override
  public Publisher<Delivery<String, String>> createPublisher(long elements) {
    String queue = TckQueues.filled(Math.min(elements, TckQueues.PLENTY));
    return TckQueues.sluice().receive(queue, TckQueues.TYPE);
  }

  /** A receiver that cannot be served goes on trying. */
  @Override
  public @Nullable Publisher<Delivery<String, String>> createFailedPublisher() {
    return null;
  }

  @Override
  public long maxElementsFromPublisher() {
    return publisherUnableToSignalOnComplete();
  }
}
