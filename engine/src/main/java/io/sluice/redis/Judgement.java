package io.sluice.redis;

import io.sluice.task.InvalidTaskException;
import io.sluice.task.enqueue.Durability;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What was found out about a server: how it proves a level, or why it cannot.
 *
 * @param era for how long it holds: over when the connection has led elsewhere since
 * @param at when, by {@link System#nanoTime}
 * @param proof null when it is refused
 * @param refusal why it is; empty when it is not
 * @param stands after which it is looked again
 */
record Judgement(int era, long at, @Nullable Proof proof, String refusal, Duration stands) {
  private static final Duration FOR_GOOD = Duration.ofDays(365);

  /** Then it is looked whether the server was set up in another way. */
  private static final Duration REFUSAL_STANDS = Duration.ofSeconds(10);

  /** Then it is looked whether a master that had no replica has got one. */
  private static final Duration ALONE_STANDS = Duration.ofMillis(500);

  static Judgement proved(int era, Proof proof) {
    return new Judgement(era, System.nanoTime(), proof, "", FOR_GOOD);
  }

  /** Of a master that has no replica: what it is asked is answered at once. */
  static Judgement alone(int era, Proof proof) {
    return new Judgement(era, System.nanoTime(), proof, "", ALONE_STANDS);
  }

  static Judgement refused(int era, String why) {
    return new Judgement(era, System.nanoTime(), null, why, REFUSAL_STANDS);
  }

  boolean isOver(int now) {
    return era != now || System.nanoTime() - at > stands.toNanos();
  }

  InvalidTaskException asError(Durability level) {
    return new InvalidTaskException(
        "/durability", "durability " + level.wireName() + " cannot be given: " + refusal);
  }
}
