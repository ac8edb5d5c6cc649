package io.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page that shows the table is printed from it. */
class StatesPageTest {
  private static final Path PAGE = Path.of("..", "docs", "states.md");
  private static final String PRINT = "states.print";

  private static final String HEAD =
      """
      # What may happen to a task

      Rows are commands, columns the state that a task is in. A cell says to which state the command moves the task, or that the task is *gone*. A dot: the command leaves the task as it is. *no*: the command is refused with an error. The tests hold each store to this table (`StatesContract`) and print it with `mvn -pl engine test -Dtest=StatesPageTest -Dstates.print=true`.

      """;

  private static final String FOOT =
      """

      - *settle* is the report of the worker that holds the task. A settle by any other caller, or after the claim was lost, is refused whatever the state.
      - *settle: throttle* of a task with a group makes it ready again, at its own place, and its group starts nothing for the time.
      - *cancel* of a running task asks its worker to stop it, and the worker then reports *settle: cancel*; a task that ends otherwise meanwhile stays as it ended, and a task that would run again is cancelled.
      - *expire* is for tasks that have not begun: a task that a worker has claimed once does not expire.
      - *retry* and *redrive* of a dead task are refused while another task holds its unique key. Otherwise the task holds its key again, until it has ended; a key that is held for a time counts from the enqueue.
      - A task with `keep-last` or `debounce` that waits behind a running task with its key is *scheduled*, without a time. *promote* and *run now* leave it as it is. It becomes ready when the run is over, whatever its end, in the same step. A running task with another behind it is cancelled where it would run again: by *settle: retry*, *release* and *snooze*, and when *its worker dies*.
      - *redrive* and *purge* act on many tasks; running ones cannot be purged.
      - A task that is *gone* is counted: the ledger of a queue balances after each of these commands.
      """;

  @Test
  void thePageShowsTheTable() throws IOException {
    if (Boolean.getBoolean(PRINT)) {
      Files.writeString(PAGE, page());
    }

    assertThat(Files.readString(PAGE))
        .as("print docs/states.md again, with -D%s=true", PRINT)
        .isEqualTo(page());
  }

  private static String page() {
    List<String> columns = new ArrayList<>(List.of("", "not there"));
    Command.STATES.forEach(state -> columns.add(state.wireName()));
    StringBuilder page = new StringBuilder(HEAD);
    page.append(line(columns));
    page.append(line(Collections.nCopies(columns.size(), "---")));
    for (Command command : Command.values()) {
      List<String> cells = new ArrayList<>(List.of("**" + command.words() + "**"));
      command.cells().forEach(cell -> cells.add(shown(cell)));
      page.append(line(cells));
    }
    return page.append(FOOT).toString();
  }

  private static String shown(String cell) {
    return switch (cell) {
      case Command.LEFT -> "·";
      case Command.REFUSED, Command.GONE -> "*" + cell + "*";
      default -> cell;
    };
  }

  private static String line(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }
}
