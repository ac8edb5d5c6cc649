package io.sluice.store.partition;

import io.sluice.task.QueueName;
import io.sluice.task.StoreCorruptedException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How the buckets of a queue are spread over its partitions. A bucket is open in one partition, or
 * closed: while it leaves one for another, nothing is enqueued into it. Immutable; each change is a
 * generation more.
 */
public final class PartitionMap {
  private final QueueName queue;
  private final int generation;
  private final int count;

  /** Of each bucket the partition that it is in, or leaves. */
  private final int[] owners;

  /** Of each bucket the partition that it goes to; the one that it is in, if it goes nowhere. */
  private final int[] targets;

  private PartitionMap(QueueName queue, int generation, int count, int[] owners, int[] targets) {
    this.queue = queue;
    this.generation = generation;
    this.count = count;
    this.owners = owners;
    this.targets = targets;
  }

  /** Of a queue that was never divided: generation 0, one partition. */
  public static PartitionMap undivided(QueueName queue) {
    int[] owners = new int[Buckets.COUNT];
    return new PartitionMap(queue, 0, 1, owners, owners);
  }

  /**
   * @param text {@code generation count { owner[>target]*buckets }}
   */
  public static PartitionMap parse(QueueName queue, String text) {
    try {
      String[] words = text.split(" ", -1);
      int count = partition(words[1], QueueName.MOST_PARTITIONS + 1);
      int[] owners = new int[Buckets.COUNT];
      int[] targets = new int[Buckets.COUNT];
      int at = 0;
      for (int i = 2; i < words.length; i++) {
        String[] run = words[i].split("\\*", -1);
        String[] way = run[0].split(">", -1);
        int end = at + Integer.parseInt(run[1]);
        Arrays.fill(owners, at, end, partition(way[0], count));
        Arrays.fill(targets, at, end, partition(way[way.length - 1], count));
        at = end;
      }
      if (at != Buckets.COUNT) {
        throw new IllegalArgumentException(at + " buckets");
      }
      return new PartitionMap(queue, Integer.parseInt(words[0]), count, owners, targets);
    } catch (IllegalArgumentException | IndexOutOfBoundsException broken) {
      throw new StoreCorruptedException(
          "the map of the partitions of queue " + queue + " cannot be read: " + text, broken);
    }
  }

  private static int partition(String text, int below) {
    int number = Integer.parseInt(text);
    if (number < 0 || number >= below) {
      throw new IllegalArgumentException("partition " + text);
    }
    return number;
  }

  /** What {@link #parse} reads. */
  public String text() {
    StringBuilder text = new StringBuilder().append(generation).append(' ').append(count);
    int from = 0;
    for (int i = 1; i <= Buckets.COUNT; i++) {
      if (i == Buckets.COUNT || owners[i] != owners[from] || targets[i] != targets[from]) {
        text.append(' ').append(owners[from]);
        if (isClosed(from)) {
          text.append('>').append(targets[from]);
        }
        text.append('*').append(i - from);
        from = i;
      }
    }
    return text.toString();
  }

  public QueueName queue() {
    return queue;
  }

  public int generation() {
    return generation;
  }

  /** How many partitions there are. */
  public int count() {
    return count;
  }

  /** The names of all partitions; the first is that of the queue. */
  public List<QueueName> partitions() {
    return IntStream.range(0, count).mapToObj(queue::partition).toList();
  }

  /** The partition that a bucket is in, or leaves. */
  public int ownerOf(int bucket) {
    return owners[bucket];
  }

  /** Whether nothing may be enqueued into a bucket. */
  public boolean isClosed(int bucket) {
    return owners[bucket] != targets[bucket];
  }

  /** Whether a bucket is open, and in this partition. */
  public boolean isIn(int partition, int bucket) {
    return owners[bucket] == partition && !isClosed(bucket);
  }

  /** Whether any bucket is closed. */
  public boolean isMoving() {
    return !Arrays.equals(owners, targets);
  }

  /** The buckets that leave a partition. */
  public BitSet leaving(int partition) {
    BitSet leaving = new BitSet(Buckets.COUNT);
    for (int i = 0; i < Buckets.COUNT; i++) {
      if (owners[i] == partition && isClosed(i)) {
        leaving.set(i);
      }
    }
    return leaving;
  }

  /** How many buckets are in a partition, with those that leave it. */
  public int bucketsOf(int partition) {
    return (int) Arrays.stream(owners).filter(owner -> owner == partition).count();
  }

  /** How many buckets a partition has in an even spread over so many. */
  public static int evenly(int partition, int partitions) {
    return Buckets.COUNT / partitions + (partition < Buckets.COUNT % partitions ? 1 : 0);
  }

  /**
   * The next generation with so many partitions, as many as now or more: whatever must move so that
   * each has as many buckets as the others, or one more, is closed.
   */
  public PartitionMap raised(int partitions) {
    int[] missing = new int[partitions]; // below zero: so many are too many
    for (int i = 0; i < partitions; i++) {
      missing[i] = evenly(i, partitions);
    }
    for (int owner : owners) {
      missing[owner]--;
    }
    int[] next = owners.clone();
    int taker = 0;
    for (int bucket = 0; bucket < Buckets.COUNT; bucket++) {
      while (taker < partitions && missing[taker] <= 0) {
        taker++;
      }
      if (taker < partitions && missing[owners[bucket]] < 0) {
        missing[owners[bucket]]++;
        missing[taker]--;
        next[bucket] = taker;
      }
    }
    return new PartitionMap(queue, generation + 1, partitions, owners, next);
  }

  /**
   * The next generation, in which no bucket is closed: each is where it went to, but for those of
   * which something is left in the partition that they were to leave.
   */
  public PartitionMap opened(BitSet staying) {
    int[] next = targets.clone();
    for (int i = 0; i < Buckets.COUNT; i++) {
      next[i] = staying.get(i) ? owners[i] : targets[i];
    }
    return new PartitionMap(queue, generation + 1, count, next, next);
  }

  @Override
  public String toString() {
    return queue + " " + text();
  }
}
