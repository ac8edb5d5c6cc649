package io.sluice.load.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NewcomersTest {
  private final Newcomers newcomers = new Newcomers();

  @Test
  void whatStartedBetweenTheAnswerAndTheStartWentBefore() {
    newcomers.accepted(1, 100);
    newcomers.accepted(2, 101);
    newcomers.started(2, 103);
    newcomers.started(1, 107);

    assertThat(newcomers.mostTasksBefore()).isEqualTo(7);
    assertThat(newcomers.mostAtOnce()).isEqualTo(2);
    assertThat(newcomers.told(9))
        .containsEntry("tasks", 2L)
        .containsEntry("meanTasksBefore", 4.5)
        .containsEntry("allowedTasksBefore", 9L);
  }

  @Test
  void nothingWentBeforeOneThatStartedBeforeTheAnswerToItsSend() {
    newcomers.started(1, 50);
    newcomers.accepted(1, 60);

    assertThat(newcomers.mostTasksBefore()).isZero();
    assertThat(newcomers.told(9)).containsEntry("tasks", 1L);
  }
}
