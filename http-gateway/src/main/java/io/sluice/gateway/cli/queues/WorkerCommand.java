package io.sluice.gateway.cli.queues;

import io.sluice.gateway.cli.console.Output;
import io.sluice.gateway.cli.remote.CommandGroup;
import io.sluice.gateway.cli.remote.RemoteCommand;
import io.sluice.gateway.client.ApiClient;
import io.sluice.gateway.client.ApiPath;
import io.sluice.gateway.client.ApiRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Asks one worker, wherever it runs. */
@Command(
    name = "worker",
    description = "Asks one worker to be quiet, to claim again, or to stop.",
    subcommands = {WorkerCommand.Quiet.class, WorkerCommand.Resume.class, WorkerCommand.Stop.class})
final class WorkerCommand extends CommandGroup {
  @Command(name = "quiet", description = "Asks a worker to claim no more; running tasks continue.")
  static final class Quiet extends Ask {
    @Override
    String word() {
      return "quiet";
    }
  }

  @Command(name = "resume", description = "Asks a quiet worker to claim again.")
  static final class Resume extends Ask {
    @Override
    String word() {
      return "resume";
    }
  }

  @Command(
      name = "stop",
      description = "Asks a worker to end, once no task runs or after 25 seconds.")
  static final class Stop extends Ask {
    @Override
    String word() {
      return "stop";
    }
  }

  /** Names the worker by one of its sessions, and shows what it was asked. */
  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  abstract static class Ask extends RemoteCommand {
    @Parameters(index = "0", paramLabel = "QUEUE", description = "name of a queue that it serves")
    private String queue;

    @Parameters(
        index = "1",
        paramLabel = "SESSION",
        description = "its session in that queue, as 'workers' shows it")
    private String session;

    @Override
    protected final int run(ApiClient client, Output output) {
      ApiPath path = ApiPath.of("queues", queue, "sessions", session, word());
      output.thing(await(client.send(ApiRequest.post(path))).json());
      return OK;
    }

    abstract String word();
  }
}
