package io.sluice.gateway.cli.batches;

import io.sluice.gateway.cli.remote.CommandGroup;
import picocli.CommandLine.Command;

/** Counts tasks together. */
@Command(
    name = "batch",
    description =
        "Opens, fills, seals, shows, lists, watches, cancels or deletes batches of tasks.",
    subcommands = {
      OpenCommand.class,
      AddCommand.class,
      SealCommand.class,
      ShowCommand.class,
      ListCommand.class,
      WatchCommand.class,
      ResultsCommand.class,
      CancelCommand.class,
      DeleteCommand.class
    })
public final class BatchCommand extends CommandGroup {}
