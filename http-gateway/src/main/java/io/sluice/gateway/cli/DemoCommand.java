package io.sluice.gateway.cli;

import io.sluice.Sluice;
import io.sluice.config.Retention;
import io.sluice.gateway.cli.console.Progress;
import io.sluice.gateway.demo.DemoLife;
import io.sluice.gateway.demo.DemoResult;
import io.sluice.gateway.demo.DemoRun;
import io.sluice.gateway.demo.DemoTraffic;
import io.sluice.gateway.demo.DemoWorker;
import io.sluice.gateway.embedded.RedisOptions;
import io.sluice.gateway.server.Gateway;
import io.sluice.gateway.server.GatewayOptions;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import reactor.core.publisher.Mono;

/** Everything at once, to look at or to measure: Redis, gateway, workers and traffic. */
@Command(
    name = "demo",
    description = {
      "Shows Sluice at work: an embedded Redis, the gateway, demo workers and demo traffic.",
      "With --exit it enqueues the tasks as fast as possible, checks that none is lost, and exits."
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class DemoCommand implements Callable<Integer> {
  private static final String HOST = "127.0.0.1";
  private static final int USUAL_PORT = 8080;
  private static final long MAX_TASKS = 10_000_000;
  private static final long USUAL_TASKS = 10_000;

  /** The most tasks whose end to end latency can be looked at afterwards. */
  private static final int MAX_KEPT = 100_000;

  @Spec private CommandSpec spec;

  @Option(
      names = "--tasks",
      paramLabel = "N",
      description =
          "number of tasks with --exit (default 10000);"
              + " without it the largest number on queue demo (default: no end)")
  private @Nullable Long tasks;

  @Option(names = "--port", description = "port to listen on, 0 for a free one (default 8080)")
  private @Nullable Integer port;

  @Option(
      names = "--exit",
      description = "enqueues the tasks, waits for them, checks that none is lost, and exits")
  private boolean exit;

  @Option(names = "--demo-concurrency", hidden = true, defaultValue = "256")
  private int demoConcurrency;

  @Override
  public Integer call() {
    if (tasks != null && (tasks < 1 || tasks > MAX_TASKS)) {
      throw new ParameterException(
          spec.commandLine(), "--tasks must be from 1 to " + MAX_TASKS + ", is " + tasks);
    }
    StopSignal signal = StopSignal.install();
    try (RunningServer server = new RunningServer()) {
      String redis = server.startRedis(RedisOptions.IN_MEMORY.withAppendOnly(true));
      Sluice sluice =
          server.startEngine(redis, config -> config.withRetention(enough(config.retention())));
      DemoWorker.createQueue(sluice).block();
      DemoWorker.start(sluice, demoConcurrency);
      Gateway gateway = startGateway(server, sluice);
      return exit
          ? measured(sluice, gateway, server.ended(signal))
          : shown(sluice, gateway, server.ended(signal));
    }
  }

  private Gateway startGateway(RunningServer server, Sluice sluice) {
    if (port != null) {
      return server.startGateway(sluice, GatewayOptions.at(HOST, port));
    }
    try {
      return server.startGateway(sluice, GatewayOptions.at(HOST, USUAL_PORT));
    } catch (CommandFailure taken) {
      Gateway gateway = server.startGateway(sluice, GatewayOptions.at(HOST, 0));
      err().println("port " + USUAL_PORT + " is taken, using " + gateway.port());
      return gateway;
    }
  }

  private int shown(Sluice sluice, Gateway gateway, Mono<Void> ended) {
    DemoText.welcome(out(), gateway.url());
    DemoLife life = new DemoLife(sluice);
    DemoTraffic.run(gateway.url(), tasks == null ? Long.MAX_VALUE : tasks)
        .and(life.start().thenMany(life.traffic()))
        .onErrorResume(
            error -> {
              err().println("the demo traffic failed: " + error.getMessage());
              return Mono.empty();
            })
        .then(Mono.never())
        .takeUntilOther(ended)
        .block();
    return ExitCodes.OK;
  }

  private int measured(Sluice sluice, Gateway gateway, Mono<Void> ended) {
    DemoResult result = run(sluice, gateway, ended);
    if (result == null) {
      throw new CommandFailure(ExitCodes.FAILED, "stopped before all tasks were done", null);
    }
    DemoText.result(out(), result);
    if (result.lostOrDoubled()) {
      return ExitCodes.LOST_OR_DOUBLED;
    }
    return result.complete() ? ExitCodes.OK : ExitCodes.FAILED;
  }

  private @Nullable DemoResult run(Sluice sluice, Gateway gateway, Mono<Void> ended) {
    try (Progress progress = Progress.on(count())) {
      return new DemoRun(sluice, count(), progress::at)
          .run(gateway.url())
          .takeUntilOther(ended)
          .block();
    }
  }

  /** Keeps finished tasks until their latency has been looked at. */
  private Retention enough(Retention usual) {
    return new Retention(
        usual.maxAge(), (int) Math.max(usual.maxCount(), Math.min(count(), MAX_KEPT)));
  }

  private long count() {
    return tasks == null ? USUAL_TASKS : tasks;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
