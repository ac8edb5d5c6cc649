package io.sluice.client;

import io.sluice.encoding.Payloads;
import io.sluice.protocol.flow.FollowUps;
import io.sluice.store.EnqueueItem;
import io.sluice.store.StoredTask;
import io.sluice.store.batch.Callback;
import io.sluice.store.batch.Callback.When;
import io.sluice.task.TaskId;
import io.sluice.task.batch.BatchId;
import io.sluice.task.enqueue.FollowUp;
import io.sluice.task.enqueue.NewBatch;
import io.sluice.task.enqueue.NewTask;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the items of the callbacks of a batch. Thread-safe. */
public final class Callbacks {
  private final Payloads payloads;
  private final FollowUps followUps;

  public Callbacks(Payloads payloads) {
    this.payloads = payloads;
    this.followUps = new FollowUps(payloads);
  }

  /**
   * The callbacks of a batch. One without an id of its own gets one that is derived from the batch,
   * so that one that is given again, after a failover took its giving back, is known.
   *
   * @throws io.sluice.task.PayloadTooLargeException when a payload is
   */
  public List<Callback> of(BatchId id, NewBatch batch, Instant now) {
    List<Callback> all = new ArrayList<>();
    add(all, id, When.COMPLETE, batch.onComplete(), now);
    add(all, id, When.SUCCESS, batch.onSuccess(), now);
    add(all, id, When.DEATH, batch.onDeath(), now);
    return all;
  }

  private void add(
      List<Callback> all, BatchId id, When when, @Nullable FollowUp callback, Instant now) {
    if (callback != null) {
      all.add(new Callback(when, callback.queue(), item(id, when, callback, now)));
    }
  }

  private EnqueueItem item(BatchId batch, When when, FollowUp callback, Instant now) {
    NewTask<?, ?> task = callback.task();
    TaskId given = task.id();
    TaskId id = given == null ? TaskId.of(batch.id() + "-" + when.wireName()) : given;
    byte[] payload = payloads.ofTask(task, callback.queue(), id);
    StoredTask stored =
        new StoredTask(
            id, task.type().name(), now, task.options(), payload, followUps.with(task.followUps()));
    return new EnqueueItem(stored, false, task.delay(), task.runAt());
  }
}
