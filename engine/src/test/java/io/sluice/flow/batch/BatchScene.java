package io.sluice.flow.batch;

import io.sluice.protocol.TaskStore;
import io.sluice.store.ContractSetup;
import io.sluice.store.TestQueue;
import io.sluice.task.TaskId;
import io.sluice.task.batch.BatchId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Two queues, the first of them the home of all batches, and what is known of them. */
final class BatchScene {
  final Random random;
  final List<TestQueue> queues;
  final TestQueue home;
  final Recount recount;
  private final Map<TestQueue, List<TaskId>> known = new HashMap<>();
  private int opened;

  BatchScene(Random random, TaskStore store) {
    ContractSetup setup = settings -> store;
    this.random = random;
    this.queues = List.of(setup.queue(), setup.queue());
    this.home = queues.get(0);
    this.recount = new Recount(queues);
  }

  boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  int upTo(int most) {
    return random.nextInt(most + 1);
  }

  <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  Duration soon() {
    return Duration.ofMillis(random.nextInt(4));
  }

  /** The ids of tasks that were taken in. */
  List<TaskId> known(TestQueue queue) {
    return known.computeIfAbsent(queue, name -> new ArrayList<>());
  }

  int opened() {
    return opened;
  }

  BatchId next() {
    return batch(opened + 1);
  }

  void opened(Opened batch) {
    opened++;
    recount.opened(batch);
  }

  BatchId anyBatch() {
    return batch(1 + random.nextInt(opened));
  }

  /** Every second one gathers. */
  private BatchId batch(int number) {
    return number % 2 == 0
        ? BatchId.gathering("b" + number, home.name())
        : new BatchId("b" + number, home.name());
  }
}
