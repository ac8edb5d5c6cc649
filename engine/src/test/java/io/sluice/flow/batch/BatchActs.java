package io.sluice.flow.batch;

import static io.sluice.store.TestQueue.done;

import io.sluice.store.batch.Callback;
import io.sluice.store.batch.Callback.When;
import io.sluice.task.BatchException;
import io.sluice.task.QueueName;
import io.sluice.task.batch.BatchId;
import io.sluice.task.batch.BatchPolicy;
import io.sluice.task.enqueue.NewBatch;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Opens batches, seals, cancels and deletes them. */
final class BatchActs {
  private static final int MOST_BATCHES = 5;

  private final BatchScene scene;

  BatchActs(BatchScene scene) {
    this.scene = scene;
  }

  String open() {
    if (scene.opened() >= MOST_BATCHES) {
      return "nothing";
    }
    BatchId id = scene.next();
    QueueName to = scene.any(scene.queues).name();
    NewBatch batch =
        NewBatch.DEFAULT.onFailure(scene.oneIn(2) ? BatchPolicy.CANCEL_REST : BatchPolicy.CONTINUE);
    BatchId parent = scene.opened() > 0 && scene.oneIn(3) ? scene.anyBatch() : null;
    batch = parent == null ? batch : batch.in(parent);
    if (scene.oneIn(4)) {
      batch = batch.openFor(Duration.ofMillis(1 + scene.random.nextInt(5)));
    }
    List<Callback> callbacks =
        Arrays.stream(When.values())
            .map(when -> new Callback(when, to, scene.home.given(Recount.callback(id, when))))
            .toList();
    try {
      done(scene.home.store().batches().open(id, batch, callbacks));
      scene.opened(new Opened(id, to, parent));
    } catch (BatchException refused) {
      return "open refused";
    }
    return "open " + id + " in " + parent;
  }

  String close() {
    BatchId batch = scene.anyBatch();
    try {
      switch (scene.random.nextInt(4)) {
        case 0 -> done(scene.home.store().batches().cancel(batch));
        case 1 -> {
          scene.recount.look("before a delete");
          delete(batch);
        }
        default -> done(scene.home.store().batches().seal(batch));
      }
    } catch (BatchException refused) {
      return "close refused";
    }
    return "close " + batch;
  }

  /** The answer of the first of two calls is lost: the second finds nothing. */
  void delete(BatchId batch) {
    scene.recount.of(batch).deleteAsked = true;
    try {
      done(scene.home.store().batches().delete(batch));
      scene.recount.of(batch).deleted = true;
    } catch (BatchException refused) {
      scene.recount.of(batch).deleted |= refused.reason() == BatchException.Reason.UNKNOWN;
    }
  }
}
