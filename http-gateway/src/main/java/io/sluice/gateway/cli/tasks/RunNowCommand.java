package io.sluice.gateway.cli.tasks;

import picocli.CommandLine.Command;

/** Takes a task out of its wait. */
@Command(name = "run-now", description = "Takes a scheduled or retrying task out of its wait.")
final class RunNowCommand extends ActOnTask {
  RunNowCommand() {
    super("run-now");
  }
}
