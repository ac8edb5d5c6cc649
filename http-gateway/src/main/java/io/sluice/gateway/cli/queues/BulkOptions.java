package io.sluice.gateway.cli.queues;

import picocli.CommandLine.Option;

/** How an act on many tasks is begun. */
final class BulkOptions {
  @Option(names = "--dry-run", description = "only counts the tasks; changes nothing")
  boolean dryRun;

  @Option(
      names = {"-y", "--yes"},
      description = "does not ask for confirmation")
  boolean yes;

  @Option(names = "--detach", description = "returns without waiting for the end")
  boolean detach;
}
