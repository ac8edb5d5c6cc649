package io.sluice.store;

import io.sluice.config.SluiceConfig;
import io.sluice.protocol.TaskStore;
import io.sluice.task.QueueName;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** What a store gives to the tests of its contract. */
public interface ContractSetup {
  AtomicInteger QUEUES = new AtomicInteger();

  /** A store with these settings; the same ones give the same store. It is closed by its owner. */
  TaskStore store(UnaryOperator<SluiceConfig> settings);

  /** A queue of the test's own, with the default settings. */
  default TestQueue queue() {
    return queue(UnaryOperator.identity());
  }

  /** A queue of the test's own. */
  default TestQueue queue(UnaryOperator<SluiceConfig> settings) {
    return new TestQueue(store(settings), QueueName.of("q" + QUEUES.incrementAndGet()));
  }
}
