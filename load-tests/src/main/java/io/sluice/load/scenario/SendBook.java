package io.sluice.load.scenario;

import io.sluice.load.http.UnansweredException;
import io.sluice.load.measure.TaskLog;
import io.sluice.load.traffic.Stall;
import io.sluice.task.RedisUnavailableException;
import io.sluice.task.TaskId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Writes into the log what becomes of sends, and keeps the first error for the report. */
final class SendBook {
  private final TaskLog log;
  private final LongAdder made = new LongAdder();
  private final LongAdder errors = new LongAdder();
  private final AtomicReference<@Nullable Throwable> first = new AtomicReference<>();

  SendBook(TaskLog log) {
    this.log = log;
  }

  void sent(int sequence) {
    made.increment();
    log.sent(sequence);
  }

  void accepted(int sequence, TaskId id) {
    log.acknowledged(sequence, id);
  }

  /** Only who did not answer leaves open whether the task is there. */
  void failed(int sequence, Throwable error) {
    errors.increment();
    first.compareAndSet(null, error);
    if (!(error instanceof RedisUnavailableException || error instanceof UnansweredException)) {
      log.refused(sequence);
    }
  }

  /** How many sends were made. */
  long made() {
    return made.sum();
  }

  /** How many sends have an answer, good or bad. */
  long answered() {
    return log.acknowledgedCount() + errors.sum();
  }

  /** What there is to say, in sentences; nothing when every send was accepted. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    Throwable error = first.get();
    if (error != null) {
      problems.add(errors.sum() + " sends were not accepted, the first with: " + error);
    }
    long open = made.sum() - answered();
    if (open > 0) {
      problems.add(open + " sends were never answered; waited " + Stall.AFTER + " for them");
    }
    return problems;
  }
}
