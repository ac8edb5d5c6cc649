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

      Rows are commands, columns the state that a task is in. A cell says to which state it goes, or that it is *gone*. A dot: it is left as it is. *no*: refused, and told so. This table is what the tests hold each store to (`StatesContract`); it is printed from there with `mvn -pl engine test -Dtest=StatesPageTest -Dstates.print=true`.

      """;

  private static final String FOOT =
      """

      - *settle* is what the worker that holds the task reports. From anybody else, and after the claim was lost, it is refused whatever the state.
      - *cancel* of a running task asks its worker to stop it, and is reported as *settle: cancel* then; a task that ends otherwise meanwhile stays as it ended, one that would run again is cancelled.
      - *expire* is for tasks that have not begun: once a worker has it, a task is not too late any more.
      - *retry* and *redrive* of a dead task are refused while another task holds its unique key. Else it holds the key again, until it has ended; a key that is held for a time counts from the enqueue.
      - *redrive* and *purge* act on many tasks; running ones cannot be purged.
      - What is *gone* is counted: the ledger of a queue balances after each of these.
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
