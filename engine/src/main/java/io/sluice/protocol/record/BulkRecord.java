package io.sluice.protocol.record;

import io.sluice.task.QueueName;
import io.sluice.task.StoreCorruptedException;
import io.sluice.task.view.BulkAction;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Reads the few words in which {@code bulk} answers how far an action is. */
public final class BulkRecord {
  private static final int WORDS = 7;

  /**
   * {@code id kind progress matched processed failed startedAt}.
   *
   * @param waitingFor empty for none
   */
  public static BulkAction parse(QueueName queue, String record, String waitingFor) {
    String[] words = record.split(" ", -1);
    if (words.length < WORDS) {
      throw new StoreCorruptedException("a bulk action of queue " + queue + " is not one", null);
    }
    return new BulkAction(
        words[0],
        queue,
        kind(words[1]),
        BulkAction.Progress.valueOf(words[2].toUpperCase(Locale.ROOT)),
        Long.parseLong(words[3]),
        Long.parseLong(words[4]),
        Long.parseLong(words[5]),
        Instant.ofEpochMilli(Long.parseLong(words[6])),
        waitingFor.isEmpty() ? null : waitingFor);
  }

  /** The same; empty of one that a newer version began and this one does not know. */
  public static Optional<BulkAction> find(QueueName queue, String record, String waitingFor) {
    try {
      return Optional.of(parse(queue, record, waitingFor));
    } catch (StoreCorruptedException e) {
      if (e.isNewer()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static BulkAction.Kind kind(String word) {
    try {
      return BulkAction.Kind.valueOf(word.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException unknown) {
      throw StoreCorruptedException.newer(
          "a bulk action of kind " + word + " was begun by a newer version of Sluice");
    }
  }

  private BulkRecord() {}
}
