package io.sluice.protocol.batch;

import io.sluice.script.Reply;
import io.sluice.store.batch.Judged;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import io.sluice.task.batch.BatchId;
import io.sluice.task.view.BatchesView;
import io.sluice.task.view.BatchesView.DeadCallback;
import io.sluice.task.view.BatchesView.SilentPart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads what looks at all batches of a queue answer. */
final class LookReply {
  private static final int FIRST_STOPPING = 4;
  private static final int FIRST_FOUND = 4;
  private static final int WORDS_FOUND = 4;
  private static final String SILENT = "silent";

  static Judged judged(Reply reply) {
    List<String> stopping = new ArrayList<>();
    for (int i = FIRST_STOPPING; i < reply.size(); i++) {
      stopping.add(reply.text(i));
    }
    return new Judged(
        (int) reply.number(0),
        reply.number(1) < 0 ? null : Duration.ofMillis(reply.number(1)),
        (int) reply.number(2),
        (int) reply.number(3),
        stopping);
  }

  static BatchesView view(QueueName home, Reply reply) {
    List<SilentPart> silent = new ArrayList<>();
    List<DeadCallback> dead = new ArrayList<>();
    for (int i = FIRST_FOUND; i < reply.size(); i += WORDS_FOUND) {
      BatchId batch = new BatchId(reply.text(i + 1), home);
      if (reply.text(i).equals(SILENT)) {
        Duration since = Duration.ofMillis(reply.number(i + 3));
        silent.add(new SilentPart(batch, QueueName.stored(reply.text(i + 2)), since));
      } else {
        dead.add(new DeadCallback(batch, TaskId.stored(reply.text(i + 2))));
      }
    }
    return new BatchesView(
        home, reply.number(0), reply.number(1), reply.number(2), reply.number(3), silent, dead);
  }

  private LookReply() {}
}
