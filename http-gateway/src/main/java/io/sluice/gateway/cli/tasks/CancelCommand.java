package io.sluice.gateway.cli.tasks;

import picocli.CommandLine.Command;

/** Keeps a task from running, or stops it. */
@Command(
    name = "cancel",
    description = "Cancels a task: it will not run, or its handler is told to stop.")
final class CancelCommand extends ActOnTask {
  CancelCommand() {
    super("cancel");
  }
}
