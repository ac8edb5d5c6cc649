package io.sluice.gateway.reports;

import io.sluice.gateway.json.JsonTree;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a run of the load harness left behind.
 *
 * @param name of its folder
 * @param writtenAt when its result was written
 * @param problem why it cannot be shown, in a sentence; null when it can
 * @param row its main figures, by name; each is a number or a text
 * @param details the parts of the result that people look at, as the harness wrote them
 * @param timeline how it went; null when the result has none
 */
public record Report(
    String name,
    Instant writtenAt,
    @Nullable String problem,
    JsonTree row,
    JsonTree details,
    @Nullable Timeline timeline) {

  static Report unreadable(RunFolder.Run run, String problem) {
    return new Report(
        run.name(), run.writtenAt(), problem, JsonTree.Members.NONE, JsonTree.Members.NONE, null);
  }

  /** What a list shows of it. */
  Report brief() {
    return new Report(name, writtenAt, problem, row, JsonTree.Members.NONE, null);
  }
}
