package io.sluice.gateway.cli.queues;

import io.sluice.gateway.cli.remote.CommandGroup;
import picocli.CommandLine.Command;

/** Shows or ends what was begun on many tasks. */
@Command(
    name = "bulk",
    description = "Shows or ends a redrive or a purge that is under way.",
    subcommands = {BulkShowCommand.class, BulkAbortCommand.class})
final class BulkCommand extends CommandGroup {}
