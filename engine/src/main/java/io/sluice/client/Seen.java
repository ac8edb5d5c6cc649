package io.sluice.client;

import io.sluice.task.TaskId;
import java.util.BitSet;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ids that were met, in 8 MB however many they are: a Bloom filter. Of a million ids that were not
 * met it takes about 80 for met; which ones, is another matter each time.
 */
final class Seen {
  private static final int BITS = 1 << 26;
  private static final int PROBES = 3;
  private static final int HALF = 32;

  private final BitSet bits = new BitSet();
  private final long seed = ThreadLocalRandom.current().nextLong();

  /** False: it was met before, or is taken for one that was. */
  boolean add(TaskId id) {
    boolean isNew = !has(id);
    long hash = hash(id);
    for (int i = 0; i < PROBES; i++) {
      bits.set(position(hash, i));
    }
    return isNew;
  }

  boolean has(TaskId id) {
    long hash = hash(id);
    for (int i = 0; i < PROBES; i++) {
      if (!bits.get(position(hash, i))) {
        return false;
      }
    }
    return true;
  }

  private static int position(long hash, int probe) {
    return (int) (hash + probe * (hash >>> HALF | 1)) & BITS - 1;
  }

  private long hash(TaskId id) {
    long hash = seed;
    for (int i = 0; i < id.value().length(); i++) {
      hash = mixed(hash ^ id.value().charAt(i));
    }
    return hash;
  }

  /** The finalizer of SplitMix64: every bit of the input moves every bit of the output. */
  private static long mixed(long value) {
    long z = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }
}
