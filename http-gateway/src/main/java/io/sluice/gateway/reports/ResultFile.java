package io.sluice.gateway.reports;

import static io.sluice.gateway.reports.RunFolder.RESULT;

import io.sluice.gateway.json.JsonTree;
import io.sluice.gateway.json.JsonWalk;
import io.sluice.gateway.problem.FileTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes out of the result of a run what is shown of it. */
final class ResultFile {
  private static final int MEBIBYTE = 1 << 20;

  /** A run of a day has some 22 MiB, most of it the timeline. */
  static final int MOST_BYTES = 32 * MEBIBYTE;

  /** Of each part beside the timeline. A usual one has a thousandth of that. */
  static final int MOST_PART_BYTES = 64 * 1024;

  /** The form of results that is known here, as the harness numbers them. */
  private static final String SCHEMA = "1";

  /** What is shown as the harness wrote it. */
  private static final Set<String> DETAILS =
      Set.of("problems", "summary", "generator", "ledger", "slo", "env", "config");

  private static final Set<String> LINE = Set.of("schema", "scenario", "at", "verdict");

  private final Map<String, JsonTree> parts = new LinkedHashMap<>();
  private @Nullable Timeline timeline;

  private ResultFile() {}

  /** Reads it. Blocks. What is wrong with it is the problem of the report. */
  static Report read(RunFolder.Run run) {
    if (run.problem() != null) {
      return Report.unreadable(run, run.problem());
    }
    try {
      ResultFile file = new ResultFile();
      JsonWalk.through(bytes(run), file::take);
      return file.report(run);
    } catch (NoSuchFileException gone) {
      return Report.unreadable(run, RESULT + " is gone: load the list again");
    } catch (IOException unreadable) {
      return Report.unreadable(run, RESULT + " cannot be read: " + FileTrouble.of(unreadable));
    } catch (IllegalArgumentException bad) {
      return Report.unreadable(run, RESULT + " cannot be shown: " + bad.getMessage());
    }
  }

  private static byte[] bytes(RunFolder.Run run) throws IOException {
    if (run.size() > MOST_BYTES) {
      throw new IllegalArgumentException(
          "it is larger than the "
              + MOST_BYTES / MEBIBYTE
              + " MiB that are read; open the report.html beside it");
    }
    return Files.readAllBytes(run.result());
  }

  private void take(String name, JsonWalk value) {
    if (name.equals("timeline")) {
      timeline = Timeline.read(value);
    } else if (DETAILS.contains(name) || LINE.contains(name)) {
      JsonTree tree = value.tree(MOST_PART_BYTES);
      if (tree == null) {
        throw new IllegalArgumentException(
            "its " + name + " is larger than " + MOST_PART_BYTES / 1024 + " KiB");
      }
      parts.put(name, tree);
    }
  }

  private Report report(RunFolder.Run run) {
    JsonTree result = new JsonTree.Members(parts);
    String schema = result.get("schema").text();
    if (schema.isEmpty()) {
      throw new IllegalArgumentException("it has no schema; sluice-load writes one");
    }
    if (!schema.equals(SCHEMA)) {
      throw new IllegalArgumentException(
          "it has a schema that this server does not know, which knows "
              + SCHEMA
              + "; open the report.html beside it");
    }
    Map<String, JsonTree> details = new LinkedHashMap<>(parts);
    details.keySet().retainAll(DETAILS);
    return new Report(
        run.name(),
        run.writtenAt(),
        null,
        Row.of(result, timeline),
        new JsonTree.Members(details),
        timeline);
  }
}
