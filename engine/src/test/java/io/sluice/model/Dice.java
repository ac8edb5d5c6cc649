package io.sluice.model;

import java.util.List;
import java.util.SplittableRandom;

/**
 * The randomness of a seed. Each step has its own, so that a step is decided alike even where an
 * earlier one took another turn: the order in which Redis lists a hash differs from server to
 * server.
 */
final class Dice {
  private static final long FAR = 0x9E3779B97F4A7C15L;

  private final long seed;
  private SplittableRandom random;

  Dice(long seed) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
  }

  void throwForStep(int step) {
    random = new SplittableRandom(seed * 31 + step * FAR);
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  int between(int least, int most) {
    return random.nextInt(least, most + 1);
  }

  <T> T oneOf(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
