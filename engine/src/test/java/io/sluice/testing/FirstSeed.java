package io.sluice.testing;

import java.util.concurrent.ThreadLocalRandom;

/**
 * With which seed a test that runs many begins: with that of {@code -Dname.seed=N}; else a build
 * always with the same, so that it passes or fails by what was changed, and with {@code
 * -Dseeds.draw=true}, as in the proof, with another each time.
 */
public final class FirstSeed {
  private static final long OF_A_BUILD = 1;

  public static long of(String name) {
    return Long.getLong(
        name + ".seed",
        Boolean.getBoolean("seeds.draw")
            ? ThreadLocalRandom.current().nextInt(1, 1_000_000_000)
            : OF_A_BUILD);
  }

  private FirstSeed() {}
}
