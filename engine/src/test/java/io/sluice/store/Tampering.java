package io.sluice.store;

import io.sluice.task.QueueName;
import io.sluice.task.TaskId;

/** Does to a queue what the seam does not offer: an operator's hand, or damage. */
public interface Tampering extends AutoCloseable {
  /** Pauses the queue. */
  void pause(QueueName queue);

  /** Ends the pause. */
  void resume(QueueName queue);

  /** Overwrites a stored task with bytes that nobody wrote. */
  void makeUnreadable(QueueName queue, TaskId id);

  /** Puts something of a wrong kind where ready tasks are kept. */
  void breakReady(QueueName queue);

  @Override
  void close();
}
