package io.sluice.gateway.cli.queues;

import picocli.CommandLine.Option;

/** How an act on many tasks is begun. */
final class BulkOptions {
  @Option(names = "--dry-run", description = "only say how many tasks it would be")
  boolean dryRun;

  @Option(
      names = {"-y", "--yes"},
      description = "do not ask")
  boolean yes;

  @Option(names = "--detach", description = "do not wait until it is done")
  boolean detach;
}
