package io.sluice.protocol;

import io.sluice.protocol.record.Attempts;
import io.sluice.protocol.record.Notes;
import io.sluice.protocol.record.Opened;
import io.sluice.protocol.record.ResultRecord;
import io.sluice.protocol.record.Token;
import io.sluice.script.Reply;
import io.sluice.store.StoredTask;
import io.sluice.task.QueueName;
import io.sluice.task.StoreCorruptedException;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.enqueue.Confirmation;
import io.sluice.task.enqueue.Durability;
import io.sluice.task.enqueue.NewTask;
import io.sluice.task.view.TaskView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts together what {@code find} answers of one task. */
public final class Views {
  private static final String FINISHED = "finished";
  private static final String UNKNOWN = "unknown";
  private static final int LEVEL = 5;

  /** Of these, in order, as far as the answer goes. */
  public static List<Optional<TaskView>> parse(QueueName queue, List<TaskId> ids, Reply found) {
    List<Optional<TaskView>> views = new ArrayList<>(found.size());
    for (int i = 0; i < found.size(); i++) {
      views.add(parse(queue, ids.get(i), found.list(i), found.inTime()));
    }
    return views;
  }

  /** What {@code gather} answers. */
  static List<Optional<byte[]>> results(Reply gathered) {
    List<Optional<byte[]>> results = new ArrayList<>(gathered.size());
    for (int i = 0; i < gathered.size(); i++) {
      byte[] record = gathered.bytes(i);
      results.add(
          record.length == 0 ? Optional.empty() : Optional.of(ResultRecord.parse(record).result()));
    }
    return results;
  }

  /** How safe the queue wants the ends that are told here; memory when it says nothing. */
  static Durability wanted(Reply found) {
    for (int i = 0; i < found.size(); i++) {
      Reply one = found.list(i);
      if (one.has(LEVEL)) {
        return Durability.of(one.text(LEVEL));
      }
    }
    return Durability.MEMORY;
  }

  /**
   * Of one task, as it was enqueued; throws when a newer version wrote it, since what follows it is
   * not known then.
   */
  static Optional<StoredTask> stored(TaskId id, Reply found) {
    return found.list(0).text(0).equals(UNKNOWN)
        ? Optional.empty()
        : Optional.of(Opened.of(id, found.list(0).bytes(2)).requireKnown().task());
  }

  private static Optional<TaskView> parse(QueueName queue, TaskId id, Reply found, boolean inTime) {
    String place = found.text(0);
    if (place.equals(UNKNOWN)) {
      return Optional.empty();
    }
    Opened opened = Opened.whole(id, found.bytes(2));
    StoredTask task = opened.task();
    Attempts kept = found.has(3) ? Attempts.parse(found.bytes(3)) : Attempts.NONE;
    Attempts attempts = kept.shownWith(opened);
    Notes notes = found.has(4) ? Notes.parse(found.text(4)) : Notes.NONE;
    TaskView view =
        place.equals(FINISHED)
            ? finished(queue, task, attempts, notes, ResultRecord.parse(found.bytes(1)))
            : unfinished(
                queue,
                task,
                attempts,
                notes,
                TaskState.valueOf(place.toUpperCase(Locale.ROOT)),
                found.text(1));
    return Optional.of(
        found.has(LEVEL)
            ? view.confirmed(new Confirmation(Durability.of(found.text(LEVEL)), inTime))
            : view);
  }

  private static TaskView finished(
      QueueName queue, StoredTask task, Attempts attempts, Notes notes, ResultRecord record) {
    boolean succeeded = record.state() == TaskState.SUCCEEDED;
    int attempt = attempts.failures() + (record.startedAt() == null ? 0 : 1);
    return view(
        queue,
        task,
        attempts,
        notes,
        record.state(),
        attempt,
        null,
        record.startedAt(),
        record.finishedAt(),
        null,
        succeeded ? record.result() : null);
  }

  private static TaskView unfinished(
      QueueName queue,
      StoredTask task,
      Attempts attempts,
      Notes notes,
      TaskState state,
      String detail) {
    boolean running = state == TaskState.RUNNING;
    boolean waits = state == TaskState.SCHEDULED || state == TaskState.RETRYING;
    boolean ended = state == TaskState.DEAD || state == TaskState.CANCELLED;
    return view(
        queue,
        task,
        attempts,
        notes,
        state,
        attempts.failures() + (running ? 1 : 0),
        waits ? runAt(detail) : null,
        running ? Token.startedAt(detail) : lastStart(state, attempts),
        ended ? millis(detail) : null,
        running ? Token.session(detail) : null,
        null);
  }

  /** Of a dead task, which its last failure knows. */
  private static @Nullable Instant lastStart(TaskState state, Attempts attempts) {
    return state == TaskState.DEAD && !attempts.history().isEmpty()
        ? attempts.history().get(0).startedAt()
        : null;
  }

  private static TaskView view(
      QueueName queue,
      StoredTask task,
      Attempts attempts,
      Notes notes,
      TaskState state,
      int attempt,
      @Nullable Instant runAt,
      @Nullable Instant startedAt,
      @Nullable Instant finishedAt,
      @Nullable String worker,
      byte @Nullable [] result) {
    return new TaskView(
        task.id(),
        queue.whole(),
        task.type(),
        state,
        attempt,
        attempts.crashes(),
        task.payload(),
        task.options(),
        task.createdAt(),
        runAt,
        startedAt,
        finishedAt,
        worker,
        result,
        attempts.history(),
        notes.progress(),
        notes.log(),
        Confirmation.MEMORY);
  }

  /** None of what waits behind a task that runs: it is later than any time that may be given. */
  private static @Nullable Instant runAt(String score) {
    Instant at = millis(score);
    return at == null || at.isAfter(NewTask.LAST_RUN_AT) ? null : at;
  }

  private static @Nullable Instant millis(String score) {
    try {
      return score.isEmpty() ? null : Instant.ofEpochMilli((long) Double.parseDouble(score));
    } catch (NumberFormatException e) {
      throw new StoreCorruptedException("a task has a time that is no number", e);
    }
  }

  private Views() {}
}
