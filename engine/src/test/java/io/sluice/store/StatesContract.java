package io.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.CrashLimit;
import io.sluice.config.Retention;
import io.sluice.task.TaskState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each row of the table of states and commands, in each state. */
interface StatesContract extends ContractSetup {
  Duration SPREAD = Duration.ofMinutes(10);

  @ParameterizedTest
  @EnumSource(Command.class)
  default void aTaskGoesWhereTheTableSays(Command command) {
    List<@Nullable TaskState> states = new ArrayList<>(Command.STATES);
    states.add(null);
    for (TaskState state : states) {
      assertGoes(command, state);
    }
  }

  private void assertGoes(Command command, @Nullable TaskState from) {
    int deliveries = command == Command.REAP_LAST ? 1 : 5;
    TestQueue queue = queue(config -> config.withCrashLimit(new CrashLimit(deliveries, SPREAD)));
    TestQueue withoutRetention =
        queue.through(
            store(
                config -> config.withRetention(Retention.NONE).withDeadRetention(Retention.NONE)));
    Subject subject = new Subject(queue, command);
    subject.bringTo(from);
    String cell = command.in(from);

    boolean taken = subject.meets(withoutRetention);

    String what = command + " of a task that is " + (from == null ? "not there" : from);
    assertThat(taken).as(what + " is taken").isEqualTo(!cell.equals(Command.REFUSED));
    assertThat(subject.state()).as(what).isEqualTo(next(cell, from));
    queue.assertBalanced();
  }

  private static @Nullable TaskState next(String cell, @Nullable TaskState from) {
    return switch (cell) {
      case Command.REFUSED, Command.LEFT -> from;
      case Command.GONE -> null;
      default -> TaskState.valueOf(cell.toUpperCase(Locale.ROOT));
    };
  }
}
