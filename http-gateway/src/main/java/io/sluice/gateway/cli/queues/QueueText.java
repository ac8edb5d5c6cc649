package io.sluice.gateway.cli.queues;

import io.sluice.gateway.cli.console.TableText;
import io.sluice.gateway.json.JsonTree;
import java.util.List;
import java.util.Locale;

/** What tables of queues have in common. */
final class QueueText {
  private static final List<String> STATES =
      List.of("ready", "running", "scheduled", "retrying", "dead");

  /** A column for each state of tasks that have not ended well. */
  static void counts(TableText table) {
    for (String state : STATES) {
      table.number(state.toUpperCase(Locale.ROOT), queue -> queue.get("counts").get(state).text());
    }
  }

  /** The name; of one that is divided with the number of partitions. */
  static String name(JsonTree queue) {
    String name = queue.get("queue").text();
    String partitions = queue.get("partitions").text();
    return partitions.isEmpty() ? name : name + " (" + partitions + ")";
  }

  static String paused(JsonTree queue) {
    if (!queue.get("paused").isTrue()) {
      return "";
    }
    String reason = queue.get("pause").get("reason").text();
    String until = queue.get("pause").get("until").text();
    return "yes"
        + (until.isEmpty() ? "" : " until " + until)
        + (reason.isEmpty() ? "" : ": " + reason);
  }

  private QueueText() {}
}
