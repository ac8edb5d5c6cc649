package io.sluice.client;

import io.sluice.protocol.flow.FollowUps;
import io.sluice.store.EnqueueItem;
import io.sluice.store.StoredTask;
import io.sluice.store.batch.Callback;
import io.sluice.store.batch.Callback.When;
import io.sluice.task.PayloadTooLargeException;
import io.sluice.task.TaskId;
import io.sluice.task.batch.BatchId;
import io.sluice.task.enqueue.FollowUp;
import io.sluice.task.enqueue.NewBatch;
import io.sluice.task.enqueue.NewTask;
import io.sluice.task.enqueue.PayloadCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the items of the callbacks of a batch. Thread-safe. */
public final class Callbacks {
  private final PayloadCodec codec;
  private final FollowUps followUps;
  private final int maxPayloadBytes;

  /**
   * @param maxPayloadBytes the most bytes of payload of one callback, and of its follow-ups
   */
  public Callbacks(PayloadCodec codec, int maxPayloadBytes) {
    this.codec = codec;
    this.followUps = new FollowUps(codec, maxPayloadBytes);
    this.maxPayloadBytes = maxPayloadBytes;
  }

  /**
   * The callbacks of a batch. One without an id of its own gets one that is derived from the batch,
   * so that one that is given again, after a failover took its giving back, is known.
   *
   * @throws PayloadTooLargeException when a payload is
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
      all.add(new Callback(when, callback.queue(), item(id, when, callback.task(), now)));
    }
  }

  private EnqueueItem item(BatchId batch, When when, NewTask<?, ?> task, Instant now) {
    byte[] payload = codec.encode(task.payload(), task.type().payload());
    if (payload.length > maxPayloadBytes) {
      throw new PayloadTooLargeException(payload.length, maxPayloadBytes);
    }
    TaskId given = task.id();
    TaskId id = given == null ? TaskId.of(batch.id() + "-" + when.wireName()) : given;
    StoredTask stored =
        new StoredTask(
            id, task.type().name(), now, task.options(), payload, followUps.with(task.followUps()));
    return new EnqueueItem(stored, false, task.delay(), task.runAt());
  }
}
