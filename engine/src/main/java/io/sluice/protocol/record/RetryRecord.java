package io.sluice.protocol.record;

import io.sluice.task.StoreCorruptedException;
import io.sluice.task.enqueue.RetryPolicy;
import io.sluice.task.enqueue.RetryPolicy.Backoff;
import java.time.Duration;

/**
 * A retry policy as bytes, inside the envelope of its task: {@code most attempts · backoff ·
 * initial · longest · jitter · total?}, all of them varints.
 */
final class RetryRecord {
  /** Jitter is kept in thousandths. */
  private static final double PER_MILLE = 1000;

  static ByteWriter encode(RetryPolicy retry) {
    ByteWriter part =
        new ByteWriter(16)
            .writeVarint(retry.maxAttempts())
            .writeVarint(code(retry.backoff()))
            .writeVarint(millis(retry.initial()))
            .writeVarint(millis(retry.max()))
            .writeVarint(Math.round(retry.jitter() * PER_MILLE));
    return retry.total() == null ? part : part.writeVarint(millis(retry.total()));
  }

  static RetryPolicy decode(ByteReader part) {
    int maxAttempts = (int) part.readVarint();
    return new RetryPolicy(
        maxAttempts,
        backoff(part.readVarint()),
        Duration.ofMillis(part.readVarint()),
        Duration.ofMillis(part.readVarint()),
        part.readVarint() / PER_MILLE,
        part.hasMore() ? Duration.ofMillis(part.readVarint()) : null);
  }

  /** Of a time that is more than zero, which it has to be again when it is read. */
  static long millis(Duration positive) {
    return Math.max(1, positive.toMillis());
  }

  private static int code(Backoff backoff) {
    return switch (backoff) {
      case EXPONENTIAL -> 0;
      case LINEAR -> 1;
      case FIXED -> 2;
    };
  }

  private static Backoff backoff(long code) {
    for (Backoff backoff : Backoff.values()) {
      if (code(backoff) == code) {
        return backoff;
      }
    }
    throw new StoreCorruptedException("a stored task has the unknown backoff " + code, null);
  }

  private RetryRecord() {}
}
