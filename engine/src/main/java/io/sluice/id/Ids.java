package io.sluice.id;

import io.sluice.task.TaskId;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes ids for tasks, sessions and producers. Each engine draws two numbers once, so that making
 * an id is a count and no system call; the sessions and producers of two engines collide with a
 * probability of 2⁻⁵⁰.
 *
 * <p>The id of a task is a second, and behind it one of 62⁹ (2⁵³) numbers: in each second an engine
 * counts up from the one that it drew. Two engines that make r ids each in the same second collide
 * with a probability of 2r · 2⁻⁵³. With 14 characters an entry of a hash takes 16 bytes of Redis
 * for its id, with 15 it takes 32.
 */
public final class Ids {
  /** In the order of their characters, so that ids sort as their numbers do. */
  private static final char[] DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".toCharArray();

  private static final int TIME_DIGITS = 5;
  private static final int NUMBER_DIGITS = 9;

  /** 29 years. */
  private static final long TIMES = power(TIME_DIGITS);

  private static final long NUMBERS = power(NUMBER_DIGITS);
  private static final long FIRST_SECOND = Instant.parse("2026-01-01T00:00:00Z").getEpochSecond();

  /** Of the count of a second; more would count as a later second. */
  private static final int COUNT_BITS = 30;

  /** Crockford's base 32 in lower case. */
  private static final char[] CLIENT_DIGITS = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();

  private static final int CLIENT_BITS = 5;
  private static final int CLIENT_COUNT_DIGITS = 5;
  private static final int NODE_DIGITS = 10;

  /** The number of the first id of each second. */
  private final long first;

  /** The second of the last id, and how many were made in it before. */
  private final AtomicLong last = new AtomicLong();

  private final long node;
  private final AtomicLong clients;

  /** Draws its numbers; may block for entropy. */
  public Ids() {
    this(new SecureRandom());
  }

  private Ids(SecureRandom random) {
    this(random.nextLong(NUMBERS), random);
  }

  private Ids(long first, SecureRandom random) {
    this.first = first;
    this.node = random.nextLong();
    this.clients = new AtomicLong(random.nextInt() & 0xFFFF);
  }

  /** That begins with the number before the last one. */
  static Ids atTheEnd() {
    return new Ids(NUMBERS - 2, new SecureRandom());
  }

  /**
   * A task id of 14 characters that sorts by the second, then by the order in which it was made
   * here. A clock that was set back is not followed, since it would make the same ids again.
   */
  public TaskId task(Instant now) {
    long second = Math.floorMod(now.getEpochSecond() - FIRST_SECOND, TIMES);
    long made = last.updateAndGet(before -> Math.max(before + 1, second << COUNT_BITS));
    long count = made & ((1L << COUNT_BITS) - 1);
    char[] id = new char[TIME_DIGITS + NUMBER_DIGITS];
    write((made >>> COUNT_BITS) % TIMES, id, 0, TIME_DIGITS);
    write((first + count) % NUMBERS, id, TIME_DIGITS, NUMBER_DIGITS);
    return TaskId.stored(new String(id));
  }

  /** An id for a session or a producer, 15 characters, never used again. */
  public String client() {
    char[] id = new char[NODE_DIGITS + CLIENT_COUNT_DIGITS];
    writeBits(node, id, 0, NODE_DIGITS);
    writeBits(clients.getAndIncrement(), id, NODE_DIGITS, CLIENT_COUNT_DIGITS);
    return new String(id);
  }

  private static void write(long number, char[] into, int from, int digits) {
    long left = number;
    for (int i = from + digits - 1; i >= from; i--) {
      into[i] = DIGITS[(int) (left % DIGITS.length)];
      left /= DIGITS.length;
    }
  }

  private static void writeBits(long number, char[] into, int from, int digits) {
    long left = number;
    for (int i = from + digits - 1; i >= from; i--) {
      into[i] = CLIENT_DIGITS[(int) (left & (CLIENT_DIGITS.length - 1))];
      left >>>= CLIENT_BITS;
    }
  }

  private static long power(int digits) {
    long power = 1;
    for (int i = 0; i < digits; i++) {
      power *= DIGITS.length;
    }
    return power;
  }
}
