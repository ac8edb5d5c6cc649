package io.sluice.redis.property;

import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Calls in any order. */
final class Sequences {
  private static final int MANY = 1_000;
  private static final int LONGEST = 160;

  static Arbitrary<List<Step>> all() {
    Arbitrary<Integer> number = Arbitraries.integers().between(0, MANY);
    return Combinators.combine(kinds(), number, number, number, agains())
        .as(Step::new)
        .list()
        .ofMinSize(LONGEST / 2)
        .ofMaxSize(LONGEST);
  }

  /** One of them, always the same for a seed. */
  static List<Step> of(long seed) {
    return all().generator(MANY).next(new Random(seed)).value();
  }

  /** More of what moves tasks on, so that they come far. */
  private static Arbitrary<Step.Kind> kinds() {
    return Arbitraries.frequency(
        Tuple.of(4, Step.Kind.ENQUEUE),
        Tuple.of(5, Step.Kind.OPEN),
        Tuple.of(1, Step.Kind.EXTEND),
        Tuple.of(4, Step.Kind.EXPIRE),
        Tuple.of(1, Step.Kind.CLOSE),
        Tuple.of(10, Step.Kind.CLAIM),
        Tuple.of(10, Step.Kind.SETTLE),
        Tuple.of(5, Step.Kind.PROMOTE),
        Tuple.of(6, Step.Kind.REAP),
        Tuple.of(2, Step.Kind.SWEEP),
        Tuple.of(4, Step.Kind.CANCEL),
        Tuple.of(1, Step.Kind.FIND),
        Tuple.of(1, Step.Kind.HELD),
        Tuple.of(1, Step.Kind.SURVEY),
        Tuple.of(1, Step.Kind.REPAIR),
        Tuple.of(2, Step.Kind.PARK),
        Tuple.of(3, Step.Kind.SUSPECT),
        Tuple.of(1, Step.Kind.PAUSE),
        Tuple.of(1, Step.Kind.LIMIT),
        Tuple.of(8, Step.Kind.ONCE),
        Tuple.of(4, Step.Kind.ACT),
        Tuple.of(3, Step.Kind.BEGIN),
        Tuple.of(4, Step.Kind.STEP),
        Tuple.of(2, Step.Kind.LATE),
        Tuple.of(1, Step.Kind.NOTE),
        Tuple.of(1, Step.Kind.LIST),
        Tuple.of(6, Step.Kind.TIME));
  }

  private static Arbitrary<Step.Again> agains() {
    return Arbitraries.frequency(
        Tuple.of(8, Step.Again.NO), Tuple.of(1, Step.Again.SAME), Tuple.of(1, Step.Again.OLDER));
  }

  private Sequences() {}
}
