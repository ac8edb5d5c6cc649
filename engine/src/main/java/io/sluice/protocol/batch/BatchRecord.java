package io.sluice.protocol.batch;

import io.sluice.script.Reply;
import io.sluice.task.QueueName;
import io.sluice.task.StoreCorruptedException;
import io.sluice.task.batch.BatchCounts;
import io.sluice.task.batch.BatchId;
import io.sluice.task.batch.BatchPart;
import io.sluice.task.batch.BatchPolicy;
import io.sluice.task.batch.BatchState;
import io.sluice.task.batch.BatchView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what the scripts keep of a batch: words, in the order that {@code lib/homes.lua} gives. */
final class BatchRecord {
  /** What the scripts write where there is nothing. */
  static final String NOTHING = "-";

  private static final String NEVER = "0";
  private static final String YES = "1";
  private static final String SEALED = "s";

  /** Words of a record. */
  private static final int CREATED = 0;

  private static final int OPEN_UNTIL = 1;
  private static final int SEALED_AT = 2;
  private static final int STOPPED_AT = 3;
  private static final int ENDED_AT = 4;
  private static final int POLICY = 7;
  private static final int PARENT = 8;
  private static final int NAME = 9;
  private static final int RECORD_WORDS = 10;

  /** Words of an account: the counts, marks, when it came, whether it is final. */
  private static final int FINAL = 7;

  private static final int ACCOUNT_WORDS = 9;

  /** Words of a part: its batch, the counts, and marks where it has some. */
  private static final int PART_WORDS = 6;

  /**
   * @param record of the batch
   * @param own the part of its home; empty where that was dropped
   * @param accounts queues and what their parts told last, from this index on
   */
  static BatchView view(BatchId id, String record, String own, Reply reply, int accounts) {
    String[] words = words(record, RECORD_WORDS);
    List<BatchPart> parts = new ArrayList<>();
    parts.add(own(id.home(), own));
    for (int i = accounts; i + 1 < reply.size(); i += 2) {
      parts.add(elsewhere(QueueName.stored(reply.text(i)), reply.text(i + 1)));
    }
    BatchCounts counts =
        parts.stream().map(BatchPart::counts).reduce(BatchCounts.NONE, BatchCounts::plus);
    return new BatchView(
        id,
        words[NAME].equals(NOTHING) ? null : words[NAME],
        state(words),
        counts,
        Instant.ofEpochMilli(Long.parseLong(words[CREATED])),
        instant(words[SEALED_AT]),
        instant(words[ENDED_AT]),
        Instant.ofEpochMilli(Long.parseLong(words[OPEN_UNTIL])),
        BatchPolicy.stored(words[POLICY]),
        words[PARENT].equals(NOTHING) ? null : BatchId.parse(words[PARENT]),
        parts);
  }

  private static BatchState state(String[] words) {
    if (!words[STOPPED_AT].equals(NEVER)) {
      return BatchState.CANCELLED;
    }
    if (!words[ENDED_AT].equals(NEVER)) {
      return BatchState.COMPLETE;
    }
    return words[SEALED_AT].equals(NEVER) ? BatchState.OPEN : BatchState.SEALED;
  }

  private static BatchPart own(QueueName home, String part) {
    if (part.isEmpty()) {
      return new BatchPart(home, BatchCounts.NONE, true);
    }
    String[] words = words(part, PART_WORDS);
    boolean isSealed = words.length > PART_WORDS && words[PART_WORDS].contains(SEALED);
    return new BatchPart(home, counts(words, 1), isSealed);
  }

  private static BatchPart elsewhere(QueueName queue, String account) {
    String[] words = words(account, ACCOUNT_WORDS);
    return new BatchPart(queue, counts(words, 0), words[FINAL].equals(YES));
  }

  private static BatchCounts counts(String[] words, int from) {
    return new BatchCounts(
        Long.parseLong(words[from]),
        Long.parseLong(words[from + 1]),
        Long.parseLong(words[from + 2]),
        Long.parseLong(words[from + 3]),
        Long.parseLong(words[from + 4]));
  }

  private static @Nullable Instant instant(String millis) {
    return millis.equals(NEVER) ? null : Instant.ofEpochMilli(Long.parseLong(millis));
  }

  private static String[] words(String text, int fewest) {
    String[] words = text.split(" ", -1);
    if (words.length < fewest) {
      throw new StoreCorruptedException("a batch has a record that cannot be read: " + text, null);
    }
    return words;
  }

  private BatchRecord() {}
}
