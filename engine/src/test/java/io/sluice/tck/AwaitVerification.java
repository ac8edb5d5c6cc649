package io.sluice.tck;

import io.sluice.task.TaskId;
import io.sluice.task.view.TaskView;
import io.sluice.testing.TestEngine;
import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;

/** The end of a task: one, or at once the error that this is no id. */
public final class AwaitVerification extends PublisherVerification<TaskView> {
  public AwaitVerification() {
    super(Tck.environment());
  }

  @Override
  public Publisher<TaskView> createPublisher(long elements) {
    String queue = TckQueues.engine().queue();
    TaskId id = TckQueues.sluice().enqueue(queue, TckQueues.task()).block(TestEngine.SOON).id();
    TckQueues.sluice().tasks().cancel(queue, id.value()).block(TestEngine.SOON);
    return TckQueues.sluice().tasks().await(queue, id.value());
  }

  @Override
  public Publisher<TaskView> createFailedPublisher() {
    return TckQueues.sluice().tasks().await(TckQueues.engine().queue(), "no id");
  }

  @Override
  public long maxElementsFromPublisher() {
    return 1;
  }
}
