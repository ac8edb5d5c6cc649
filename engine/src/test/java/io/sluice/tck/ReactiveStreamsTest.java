package io.sluice.tck;

import io.sluice.testing.TestEngine;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What we publish and what subscribes keep the rules of Reactive Streams. */
class ReactiveStreamsTest {
  @RegisterExtension static final TestEngine ENGINE = TestEngine.withDefaults();

  @BeforeAll
  static void giveTheEngine() {
    TckQueues.use(ENGINE);
  }

  @Test
  void theResultsOfAnEnqueueOfMany() {
    Tck.verify(EnqueueAllVerification.class, 25);
  }

  @Test
  void theResultsOfAScatter() {
    Tck.verify(ScatterVerification.class, 25);
  }

  /** Takes long, since most rules are looked at by waiting for nothing. */
  @Test
  @Tag("proof")
  void deliveries() {
    Tck.verify(ReceiveVerification.class, 15);
  }

  @Test
  void theEndOfATask() {
    Tck.verify(AwaitVerification.class, 12);
  }

  @Test
  void events() {
    Tck.verify(EventsVerification.class, 15);
  }
}
