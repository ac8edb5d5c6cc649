package io.sluice.gateway.cli.tasks;

import io.sluice.gateway.json.JsonTree;
import java.io.PrintWriter;
import picocli.CommandLine.ExitCode;

/** What came of waiting for a task. */
final class Ended {
  /** 0 if it has succeeded; else why not is said. */
  static int exitCode(JsonTree task, PrintWriter err) {
    String state = task.get("state").text();
    if (state.equals("succeeded")) {
      return ExitCode.OK;
    }
    String id = task.get("id").text();
    err.println(
        task.get("terminal").isTrue()
            ? "sluice: task " + id + " is " + state
            : "sluice: task " + id + " has not ended in time, it is " + state);
    return ExitCode.SOFTWARE;
  }

  private Ended() {}
}
