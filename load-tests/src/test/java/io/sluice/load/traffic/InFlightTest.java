package io.sluice.load.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InFlightTest {
  private static final int TASKS = 10_000;

  private final InFlight tasks = new InFlight(TASKS, 2);

  @Test
  void remembersWhenATaskWasSentAndAccepted() {
    tasks.sent(5000, 11);
    tasks.accepted(5000, 12);

    assertThat(tasks.sentAt(5000)).isEqualTo(11);
    assertThat(tasks.acceptedAt(5000)).isEqualTo(12);
    assertThat(tasks.sentAt(9999)).isEqualTo(InFlight.UNKNOWN);
  }

  @Test
  void holdsOnlyAsMuchAsIsOnItsWay() {
    for (int i = 0; i < TASKS; i++) {
      tasks.sent(i, 1);
    }
    assertThat(tasks.pages()).isEqualTo(3);

    for (int i = 0; i < TASKS; i++) {
      tasks.passed(i, 1);
      tasks.passed(i, 1);
    }

    assertThat(tasks.pages()).as("the last page is not full").isEqualTo(1);
  }

  @Test
  void oneTaskThatStaysKeepsItsPageAndNoOther() {
    for (int i = 0; i < TASKS; i++) {
      tasks.sent(i, 1 + i);
      tasks.passed(i, i == 100 ? 1 : 2);
    }

    assertThat(tasks.sentAt(100)).isEqualTo(101);
    assertThat(tasks.sentAt(5000)).isEqualTo(InFlight.UNKNOWN);
  }
}
