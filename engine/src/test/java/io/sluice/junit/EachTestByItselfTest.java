package io.sluice.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Sluice;
import io.sluice.task.enqueue.TaskType;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests on one Redis do not meet each other's tasks. */
@SluiceTest(SluiceTest.Store.REDIS)
class EachTestByItselfTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final TaskType<String, String> GREET =
      TaskType.of("greet", String.class, String.class);

  private Sluice sluice;

  @BeforeEach
  void anEngine(Sluice given) {
    sluice = given;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aTestFindsOnlyItsOwn(int ignored, Sluice again) {
    assertThat(again).isSameAs(sluice);
    assertThat(sluice.queues().list(null, 10).block(SOON)).isEmpty();

    sluice.enqueue("email", GREET.with("Ann").id("a")).block(SOON);

    assertThat(sluice.queues().find("email").block(SOON).counts().ready()).isEqualTo(1);
  }
}
