package io.sluice.gateway.cli.queues;

import io.sluice.gateway.cli.remote.CommandGroup;
import picocli.CommandLine.Command;

/** Shows or ends what was begun on many tasks. */
@Command(
    name = "bulk",
    description = "Lists redrives and purges, shows one, or aborts one.",
    subcommands = {BulkListCommand.class, BulkShowCommand.class, BulkAbortCommand.class})
final class BulkCommand extends CommandGroup {}
