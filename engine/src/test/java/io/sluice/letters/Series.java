package io.sluice.letters;

import io.sluice.testing.FirstSeed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * A simulation that was run with one seed after the other.
 *
 * @param counts of what happened in all of them
 * @param violations each with its seed
 */
public record Series(Map<String, Integer> counts, List<String> violations) {
  /** Of so many seeds one kills servers and starts them with an older file. */
  private static final int RESTARTS_ONE_OF = 12;

  /** One run. */
  public interface Simulation {
    /** What was found wrong. */
    List<String> run();

    /** What happened, and how often. */
    Map<String, Integer> counts();
  }

  /** Makes a simulation of a seed. */
  public interface OfSeed {
    Simulation simulation(long seed, boolean restarts);
  }

  /**
   * Runs it.
   *
   * @param name names the property for the first seed, and the simulation
   * @param isWrong whether a violation counts
   */
  public static Series run(String name, int seeds, OfSeed simulated, Predicate<String> isWrong) {
    Series series = new Series(new TreeMap<>(), new ArrayList<>());
    long first = FirstSeed.of(name);
    long begun = System.nanoTime();
    for (long seed = first; seed < first + seeds; seed++) {
      series.add(seed, simulated.simulation(seed, seed % RESTARTS_ONE_OF == 0), isWrong);
    }
    System.out.printf(
        "%s: %d seeds from %d in %,d ms: %s%n",
        name, seeds, first, Duration.ofNanos(System.nanoTime() - begun).toMillis(), series.counts);
    return series;
  }

  /** Runs it; each violation counts. */
  public static Series run(String name, int seeds, OfSeed simulated) {
    return run(name, seeds, simulated, violation -> true);
  }

  private void add(long seed, Simulation simulation, Predicate<String> isWrong) {
    for (String violation : simulation.run()) {
      if (isWrong.test(violation)) {
        violations.add("seed " + seed + ": " + violation);
      }
    }
    simulation.counts().forEach((what, n) -> counts.merge(what, n, Integer::sum));
  }
}
