package io.sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.blockhound.BlockingOperationError;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.test.StepVerifier;
import reactor.util.context.Context;

class DroppedSignalsTest {
  @Test
  void aDroppedErrorIsSeen() {
    Operators.onErrorDropped(new IllegalStateException("nobody listens"), Context.empty());

    assertThat(DroppedSignals.taken())
        .singleElement()
        .extracting(Throwable::getCause)
        .asString()
        .contains("nobody listens");
  }

  @Test
  void aDroppedValueIsSeen() {
    Operators.onNextDropped("lost", Context.empty());

    assertThat(DroppedSignals.taken()).singleElement().asString().contains("lost");
  }

  @Test
  void aBlockingCallOnAThreadThatMustNotBlockIsSeen() {
    StepVerifier.create(Mono.delay(Duration.ofMillis(1)).map(DroppedSignalsTest::afterANap))
        .expectError(BlockingOperationError.class)
        .verify(Duration.ofSeconds(10));

    assertThat(DroppedSignals.taken()).singleElement().isInstanceOf(BlockingOperationError.class);
  }

  private static long afterANap(long value) {
    try {
      Thread.sleep(1);
      return value;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
