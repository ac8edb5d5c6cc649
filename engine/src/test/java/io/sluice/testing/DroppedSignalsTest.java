package io.sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Operators;
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
}
