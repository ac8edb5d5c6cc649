package io.sluice.redis.property;

import io.sluice.redis.ScriptCalls;
import io.sluice.testing.TestRedis;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever is called in whatever order: the scripts answer and leave what the model says. */
class ScriptsAgainstModelTest {
  private static TestRedis redis;
  private static ScriptCalls calls;

  @BeforeContainer
  static void start() {
    redis = TestRedis.start();
    calls = new ScriptCalls(redis.uri());
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
    return Sequences.all();
  }
}
