package io.sluice.redis.property;

import io.sluice.redis.ScriptCalls;
import io.sluice.testing.TestRedis;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever is called in whatever order: the scripts answer and leave what the model says. */
class ScriptsAgainstModelTest {
  private static final int MANY = 1_000;
  private static final int LONGEST = 160;

  private static TestRedis redis;
  private static ScriptCalls calls;

  @BeforeContainer
  static void start() {
    redis = TestRedis.start();
    calls = new ScriptCalls(redis.uri());
    calls.commands().configSet("appendonly", "no");
  }

  @AfterContainer
  static void stop() {
    calls.close();
    redis.close();
  }

  @Property
  void theScriptsDoWhatTheModelSays(
      @ForAll("sequences") List<Step> steps, @ForAll boolean keepsResults) {
    calls.commands().flushall();
    BothQueues queues = new BothQueues(calls, keepsResults);
    steps.forEach(queues::take);
  }

  @Provide
  Arbitrary<List<Step>> sequences() {
    Arbitrary<Integer> number = Arbitraries.integers().between(0, MANY);
    return Combinators.combine(kinds(), number, number, number, agains())
        .as(Step::new)
        .list()
        .ofMinSize(LONGEST / 2)
        .ofMaxSize(LONGEST);
  }

  /** More of what moves tasks on, so that they come far. */
  private static Arbitrary<Step.Kind> kinds() {
    return Arbitraries.frequency(
        Tuple.of(3, Step.Kind.ENQUEUE),
        Tuple.of(5, Step.Kind.OPEN),
        Tuple.of(1, Step.Kind.EXTEND),
        Tuple.of(4, Step.Kind.EXPIRE),
        Tuple.of(1, Step.Kind.CLOSE),
        Tuple.of(8, Step.Kind.CLAIM),
        Tuple.of(7, Step.Kind.SETTLE),
        Tuple.of(5, Step.Kind.PROMOTE),
        Tuple.of(6, Step.Kind.REAP),
        Tuple.of(2, Step.Kind.SWEEP),
        Tuple.of(3, Step.Kind.CANCEL),
        Tuple.of(1, Step.Kind.FIND),
        Tuple.of(1, Step.Kind.HELD),
        Tuple.of(2, Step.Kind.PARK),
        Tuple.of(1, Step.Kind.PAUSE),
        Tuple.of(6, Step.Kind.TIME));
  }

  private static Arbitrary<Step.Again> agains() {
    return Arbitraries.frequency(
        Tuple.of(8, Step.Again.NO), Tuple.of(1, Step.Again.SAME), Tuple.of(1, Step.Again.OLDER));
  }
}
