package io.sluice.load.cli;

import io.sluice.load.pace.Rate;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that only some scenarios of {@code run} have; each says which. */
final class ScenarioOptions {
  @Option(
      names = "--handler",
      paramLabel = "DURATION",
      converter = Converters.OfDuration.class,
      description =
          "Time that a handler takes, without blocking. Default: none; slow-consumer: 20ms, in the "
              + "middle third of the run only.")
  @Nullable Duration handler;

  @Option(
      names = "--delay",
      paramLabel = "DURATION",
      converter = Converters.OfDuration.class,
      defaultValue = "1s",
      description = "delayed: how long after its send a task is due. Default: ${DEFAULT-VALUE}.")
  Duration delay = Duration.ZERO;

  @Option(
      names = "--fail-share",
      paramLabel = "SHARE",
      converter = Converters.OfShare.class,
      defaultValue = "20%",
      description = "retry-storm: the share of tasks that fail. Default: 20 percent.")
  double failShare;

  @Option(
      names = "--fail-times",
      paramLabel = "COUNT",
      defaultValue = "2",
      description = "retry-storm: how often each of them fails. Default: ${DEFAULT-VALUE}.")
  int failTimes;

  @Option(
      names = "--backoff",
      paramLabel = "DURATION",
      converter = Converters.OfDuration.class,
      defaultValue = "100ms",
      description = "retry-storm: the wait before the next attempt. Default: ${DEFAULT-VALUE}.")
  Duration backoff = Duration.ZERO;

  @Option(
      names = "--queues",
      paramLabel = "COUNT",
      converter = Converters.OfCount.class,
      defaultValue = "100",
      description =
          "many-queues: how many, each with a worker; these share --concurrency, with one slot at "
              + "least. Default: ${DEFAULT-VALUE}.")
  int queues;

  @Option(
      names = "--urgent-rate",
      paramLabel = "RATE",
      converter = Converters.OfRate.class,
      defaultValue = "20/s",
      description =
          "priority: sends to the urgent queue, beside the flood of --rate. Priority is by queues: "
              + "the urgent one has a worker of its own on the same engine. Default: "
              + "${DEFAULT-VALUE}.")
  Rate urgentRate = new Rate(1);

  @Option(
      names = "--quiet",
      paramLabel = "COUNT",
      converter = Converters.OfCount.class,
      defaultValue = "10",
      description =
          "fair: quiet tenants, each with a queue and a worker, beside a noisy one that sends "
              + "--rate. Default: ${DEFAULT-VALUE}.")
  int quiet;

  @Option(
      names = "--quiet-rate",
      paramLabel = "RATE",
      converter = Converters.OfRate.class,
      defaultValue = "5/s",
      description = "fair: sends of each quiet tenant. Default: ${DEFAULT-VALUE}.")
  Rate quietRate = new Rate(1);

  Duration handler() {
    return handler == null ? Duration.ZERO : handler;
  }
}
