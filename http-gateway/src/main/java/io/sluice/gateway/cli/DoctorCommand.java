package io.sluice.gateway.cli;

import io.sluice.Sluice;
import io.sluice.config.SluiceConfig;
import io.sluice.gateway.cli.console.OutputForm;
import io.sluice.gateway.doctor.Examination;
import io.sluice.gateway.doctor.Finding;
import io.sluice.task.SluiceException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Looks whether a Redis is fit for Sluice and whether each queue accounts for its tasks. */
@Command(
    name = "doctor",
    description = {
      "Checks the Redis that Sluice would use and the ledger of every queue; lists what to change.",
      "Exit code: 0 when all is well, 1 when something is wrong, 5 when it cannot connect."
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class DoctorCommand implements Callable<Integer> {
  private static final Duration STOP_WITHIN = Duration.ofSeconds(5);

  @Spec private CommandSpec spec;

  @Mixin private RedisAddress redis;

  @Option(names = "--repair", description = "repairs queues whose ledger does not balance")
  private boolean repair;

  @Option(
      names = {"-o", "--output"},
      paramLabel = OutputForm.VALUES,
      defaultValue = "table",
      converter = OutputForm.Converter.class,
      description = "output format (default ${DEFAULT-VALUE})")
  private OutputForm form;

  @Override
  public Integer call() {
    SluiceConfig config = config();
    List<Finding> findings = examine(config);
    PrintWriter out = spec.commandLine().getOut();
    switch (form) {
      case TABLE -> DoctorText.table(out, findings);
      case JSON -> DoctorText.json(out, findings);
      case NDJSON -> DoctorText.lines(out, findings);
    }
    return findings.stream().anyMatch(finding -> finding.level() == Finding.Level.WRONG)
        ? ExitCodes.FAILED
        : ExitCodes.OK;
  }

  private List<Finding> examine(SluiceConfig config) {
    Sluice sluice = connect(config);
    try {
      List<Finding> findings =
          new Examination(sluice, repair, InstantSource.system()).findings().collectList().block();
      return findings == null ? List.of() : findings;
    } catch (SluiceException e) {
      throw new CommandFailure(ExitCodes.FAILED, "ended early: " + e.getMessage(), e);
    } finally {
      sluice.stop(Duration.ZERO).block(STOP_WITHIN);
    }
  }

  private static Sluice connect(SluiceConfig config) {
    try {
      return Sluice.builder(config).listener(event -> {}).connect();
    } catch (SluiceException e) {
      throw new CommandFailure(
          ExitCodes.CANNOT_CONNECT,
          "cannot use the Redis at " + config.redisAddress() + ": " + e.getMessage(),
          e);
    } catch (IllegalArgumentException unusable) {
      throw new CommandFailure(ExitCodes.USAGE, String.valueOf(unusable.getMessage()), unusable);
    }
  }

  private SluiceConfig config() {
    String uri = redis.uri();
    if (uri == null) {
      throw usage("--redis or SLUICE_REDIS_URL must name the Redis to use");
    }
    try {
      return redis.applyTo(SluiceConfig.of(uri));
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
