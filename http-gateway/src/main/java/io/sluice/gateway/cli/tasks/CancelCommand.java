package io.sluice.gateway.cli.tasks;

import picocli.CommandLine.Command;

/** Keeps a task from running, or stops it. */
@Command(
    name = "cancel",
    description = "Cancels a task: a waiting task never runs, a running handler is asked to stop.")
final class CancelCommand extends ActOnTask {
  CancelCommand() {
    super("cancel");
  }
}
