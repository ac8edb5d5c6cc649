package io.sluice.gateway.cli.tasks;

import picocli.CommandLine.Command;

/** Takes a task out of its wait. */
@Command(name = "run-now", description = "Makes a scheduled or retrying task ready to run now.")
final class RunNowCommand extends ActOnTask {
  RunNowCommand() {
    super("run-now");
  }
}
