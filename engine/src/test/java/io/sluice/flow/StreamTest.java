package io.sluice.flow;

import io.sluice.Sluice;
import io.sluice.testing.TestEngine;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Streams of tasks on Redis. */
class StreamTest implements StreamContract {
  @RegisterExtension static final TestEngine ENGINE = TestEngine.withDefaults();

  @Override
  public Sluice sluice() {
    return ENGINE.sluice();
  }

  @Override
  public String newQueue() {
    return ENGINE.queue();
  }
}
