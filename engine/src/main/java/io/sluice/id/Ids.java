package io.sluice.id;

import io.sluice.task.TaskId;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes ids for tasks, sessions and producers. Each engine draws a random node once, so that making
 * an id is a count and no system call; two engines collide with a probability of 2⁻⁵⁰.
 *
 * <p>Letters and digits are Crockford's base 32 in lower case, whose order is the order of the
 * numbers.
 */
public final class Ids {
  private static final char[] DIGITS = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
  private static final int BITS = 5;

  /** Milliseconds until the year 3084. */
  private static final int TIME_DIGITS = 9;

  private static final int COUNT_DIGITS = 5;
  private static final int NODE_DIGITS = 10;

  private final long node;
  private final AtomicLong count;

  /** Draws a node; may block for entropy. */
  public Ids() {
    SecureRandom random = new SecureRandom();
    this.node = random.nextLong();
    this.count = new AtomicLong(random.nextInt() & 0xFFFF);
  }

  /** A task id of 24 characters that sorts by time, then by the order in which it was made here. */
  public TaskId task(Instant now) {
    char[] id = new char[TIME_DIGITS + COUNT_DIGITS + NODE_DIGITS];
    write(now.toEpochMilli(), id, 0, TIME_DIGITS);
    write(count.getAndIncrement(), id, TIME_DIGITS, COUNT_DIGITS);
    write(node, id, TIME_DIGITS + COUNT_DIGITS, NODE_DIGITS);
    return TaskId.stored(new String(id));
  }

  /** An id for a session or a producer, 15 characters, never used again. */
  public String client() {
    char[] id = new char[NODE_DIGITS + COUNT_DIGITS];
    write(node, id, 0, NODE_DIGITS);
    write(count.getAndIncrement(), id, NODE_DIGITS, COUNT_DIGITS);
    return new String(id);
  }

  private static void write(long number, char[] into, int from, int digits) {
    long left = number;
    for (int i = from + digits - 1; i >= from; i--) {
      into[i] = DIGITS[(int) (left & (DIGITS.length - 1))];
      left >>>= BITS;
    }
  }
}
