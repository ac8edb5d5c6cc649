package io.sluice.store;

import io.sluice.protocol.AdminStore;
import io.sluice.task.QueueLeft;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.view.BulkAction;
import io.sluice.task.view.QueueSettings;
import io.sluice.task.view.TaskPage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What operators do to a queue under test, in short words. */
public final class TestAdmin {
  private final TestQueue queue;
  private final AdminStore store;

  TestAdmin(TestQueue queue) {
    this.queue = queue;
    this.store = queue.store().admin();
  }

  public ActReply act(TaskId id, Act act) {
    return TestQueue.now(store.act(queue.name(), id, act, null));
  }

  public ActReply prioritize(TaskId id, int priority) {
    return TestQueue.now(store.prioritize(queue.name(), id, priority));
  }

  public ActReply reschedule(TaskId id, Instant at) {
    return TestQueue.now(store.act(queue.name(), id, Act.RESCHEDULE, at));
  }

  public IdPage list(TaskState state, String cursor, int limit) {
    return TestQueue.now(store.list(queue.name(), state, cursor, limit));
  }

  public IdPage list(TaskState state, String cursor, int limit, TaskPage.Order order) {
    return TestQueue.now(store.list(queue.name(), state, cursor, limit, "", order));
  }

  /** All of a state, in pages of this size. */
  public List<TaskId> all(TaskState state, int limit) {
    return all(state, limit, TaskPage.Order.NEWEST);
  }

  public List<TaskId> all(TaskState state, int limit, TaskPage.Order order) {
    List<TaskId> all = new ArrayList<>();
    IdPage page = list(state, IdPage.NONE, limit, order);
    all.addAll(page.ids());
    while (!page.cursor().isEmpty()) {
      page = list(state, page.cursor(), limit, order);
      all.addAll(page.ids());
    }
    return all;
  }

  public ErrorPage errors(TaskState state, String cursor, int limit) {
    return TestQueue.now(store.errors(queue.name(), state, cursor, limit, true));
  }

  public void configure(QueueSettings settings) {
    TestQueue.done(queue.store().lanes().configure(queue.name(), settings));
  }

  public void pause(String reason, Duration length) {
    TestQueue.done(store.pause(queue.name(), reason, length));
  }

  public BulkAction begin(BulkPlan plan) {
    return TestQueue.now(store.begin(queue.name(), plan));
  }

  public Optional<BulkAction> bulkAction(String id) {
    return TestQueue.now(store.bulkAction(queue.name(), id));
  }

  public List<BulkAction> bulkActions() {
    return TestQueue.now(store.bulkActions(queue.name()));
  }

  /** What is left when it cannot be. */
  public Optional<QueueLeft> delete() {
    return TestQueue.now(store.delete(queue.name()));
  }

  public Optional<BulkAction> abort(String id) {
    return TestQueue.now(store.abort(queue.name(), id));
  }

  public BulkStep step() {
    return TestQueue.now(store.step(queue.name()));
  }

  /** Steps until there is nothing more to do; how many tasks were done. */
  public int stepAll() {
    int done = 0;
    BulkStep step;
    do {
      step = step();
      done += step.processed();
    } while (step.next() != null);
    return done;
  }

  /** Counts what a redrive would take. */
  public long count(BulkPlan plan) {
    long matched = 0;
    BulkCount part = new BulkCount(0, 0);
    do {
      part = TestQueue.now(store.count(queue.name(), plan, part.cursor()));
      matched += part.matched();
    } while (part.cursor() != BulkCount.END);
    return matched;
  }
}
