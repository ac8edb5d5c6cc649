package io.sluice.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TaskStateTest {
  @Test
  void onlyADeadTaskLeavesATerminalState() {
    for (TaskState state : TaskState.values()) {
      Set<TaskState> next = state.next();
      if (state == TaskState.DEAD) {
        assertThat(next).containsExactly(TaskState.READY);
      } else {
        assertThat(next.isEmpty()).as("%s is an end", state).isEqualTo(state.terminal());
      }
    }
  }

  @Test
  void onlyAReadyTaskIsClaimed() {
    for (TaskState state : TaskState.values()) {
      assertThat(state.next().contains(TaskState.RUNNING)).isEqualTo(state == TaskState.READY);
    }
  }

  @Test
  void whateverDoesNotRunAndHasNotEndedCanBeCancelled() {
    for (TaskState state : TaskState.values()) {
      assertThat(state.next().contains(TaskState.CANCELLED)).isEqualTo(!state.terminal());
    }
  }

  @Test
  void everyStateCanBeReached() {
    Set<TaskState> reached = EnumSet.of(TaskState.SCHEDULED, TaskState.READY);
    Set<TaskState> before = Set.of();
    while (!before.equals(reached)) {
      before = new HashSet<>(reached);
      before.forEach(state -> reached.addAll(state.next()));
    }

    assertThat(reached).containsExactlyInAnyOrder(TaskState.values());
  }

  @ParameterizedTest
  @EnumSource(TaskState.class)
  void theNameOnTheWireIsTheWordInLowerCase(TaskState state) {
    assertThat(TaskState.valueOf(state.wireName().toUpperCase(Locale.ROOT))).isEqualTo(state);
    assertThat(state.wireName()).matches("[a-z]+");
  }
}
