package io.sluice.gateway.cli.tasks;

import picocli.CommandLine.Command;

/** Gives a dead task its attempts again. */
@Command(name = "retry", description = "Gives a dead task all of its attempts again.")
final class RetryCommand extends ActOnTask {
  RetryCommand() {
    super("retry");
  }
}
