package io.sluice.load.measure;

import java.util.concurrent.atomic.LongAdder;

/**
 * A fingerprint of a bag of ids: two bags with equal sums hold the same ids equally often, but for
 * one chance in 2⁶⁴. It costs no memory per id, which a set of millions would. Thread-safe.
 */
public final class IdSum {
  private final LongAdder count = new LongAdder();
  private final LongAdder sum = new LongAdder();

  public void add(String id) {
    count.increment();
    sum.add(hash(id));
  }

  public long count() {
    return count.sum();
  }

  /** Whether both hold the same ids, each equally often. */
  public boolean matches(IdSum other) {
    return count.sum() == other.count.sum() && sum.sum() == other.sum.sum();
  }

  /** FNV-1a, then the finisher of MurmurHash3, so that ids that differ by little do not cancel. */
  public static long hash(String id) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < id.length(); i++) {
      hash = (hash ^ id.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return hash ^ (hash >>> 33);
  }
}
