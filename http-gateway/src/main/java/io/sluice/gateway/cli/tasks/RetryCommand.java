package io.sluice.gateway.cli.tasks;

import picocli.CommandLine.Command;

/** Gives a dead task its attempts again. */
@Command(name = "retry", description = "Makes a dead task ready again, with all of its attempts.")
final class RetryCommand extends ActOnTask {
  RetryCommand() {
    super("retry");
  }
}
