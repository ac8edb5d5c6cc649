package io.sluice.redis.property;

import io.sluice.spec.Variant;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever is called in whatever order: the scripts answer and leave what the model says. */
@Tag("scaled")
class ScriptsAgainstModelTest {
  private static QueueServer server;

  @BeforeContainer
  static void start() {
    server = new QueueServer();
  }

  @AfterContainer
  static void stop() {
    server.close();
  }

  @Property
  void theScriptsDoWhatTheModelSays(
      @ForAll("sequences") List<Step> steps, @ForAll boolean keepsResults) {
    server.lead(Variant.PRODUCTION, steps, keepsResults);
  }

  @Provide
  Arbitrary<List<Step>> sequences() {
    return Sequences.all();
  }
}
