package io.sluice.load.cli;

import io.sluice.config.Retention;
import io.sluice.load.measure.Environment;
import io.sluice.load.measure.RedisFacts;
import io.sluice.load.measure.Sampler;
import io.sluice.load.report.HumanTable;
import io.sluice.load.report.ResultDocument;
import io.sluice.load.report.ResultFile;
import io.sluice.load.report.RunSetup;
import io.sluice.load.report.html.RunFile;
import io.sluice.load.result.RunResult;
import io.sluice.load.scenario.BareSite;
import io.sluice.load.scenario.Bench;
import io.sluice.load.scenario.GatewaySite;
import io.sluice.load.scenario.LoadScenario;
import io.sluice.load.scenario.Scenario;
import io.sluice.load.target.Target;
import io.sluice.load.target.Targets;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** Takes one scenario from the target to the exit code. The only place that waits. */
final class LoadRun {
  private final CommonOptions options;
  private final PrintWriter people;

  LoadRun(CommonOptions options, PrintWriter people) {
    this.options = options;
    this.people = people;
  }

  /** Runs the scenario. */
  int execute(Scenario scenario, Retention retention, Map<String, Object> described) {
    return execute(scenario, List.of(), retention, described);
  }

  /** Runs the scenario where the options say: on a Redis, or through somebody else's gateway. */
  int execute(LoadScenario scenario, Map<String, Object> described) {
    return Targets.isGateway(options.target())
        ? throughGateway(scenario, described)
        : execute((Scenario) scenario, Retention.DEFAULT, described);
  }

  /** Runs the scenario after others that warm up what they share; those are not measured. */
  int execute(
      Scenario scenario,
      List<? extends Scenario> warmUps,
      Retention retention,
      Map<String, Object> described) {
    try (Target target = Targets.open(options.target())) {
      for (Scenario warmUp : warmUps) {
        try (Bench bench = Bench.open(target, retention)) {
          warmUp.run(bench).block();
        }
      }
      return measure(target, scenario, retention, described);
    }
  }

  /** Runs by the bare protocol, after runs that warm up; those are not measured. */
  int executeBare(
      Function<BareSite, Mono<RunResult>> run,
      List<Function<BareSite, Mono<RunResult>>> warmUps,
      Map<String, Object> described) {
    try (Target target = Targets.open(options.target())) {
      for (Function<BareSite, Mono<RunResult>> warmUp : warmUps) {
        try (BareSite bare = BareSite.open(target, Sampler.silent())) {
          warmUp.apply(bare).block();
        }
      }
      try (BareSite bare = BareSite.open(target, sampler())) {
        return measured(bare.redisFacts(), run.apply(bare), described);
      }
    }
  }

  private int measure(
      Target target, Scenario scenario, Retention retention, Map<String, Object> described) {
    try (Bench bench = Bench.open(target, retention, sampler())) {
      return measured(bench.redisFacts(), scenario.run(bench), described);
    }
  }

  private int throughGateway(LoadScenario scenario, Map<String, Object> described) {
    try (GatewaySite gateway = new GatewaySite(options.target(), sampler())) {
      return measured(gateway.redisFacts(), scenario.run(gateway), described);
    }
  }

  private int measured(Mono<RedisFacts> facts, Mono<RunResult> run, Map<String, Object> described) {
    Environment environment = Environment.of(Objects.requireNonNull(facts.block()));
    RunSetup setup = new RunSetup(Instant.now(), environment, described);
    RunResult result = Objects.requireNonNull(run.block()).judgedBy(options.objectives());
    Path file = ResultFile.write(options.folder(), new ResultDocument(result, setup));
    people.print(HumanTable.of(result, setup));
    people.println("result: " + file);
    people.println("report: " + RunFile.render(file, null));
    people.flush();
    return ExitCode.of(result.verdict());
  }

  private Sampler sampler() {
    return new Sampler(Sampler.EVERY, ProgressLine.onTerminal(people));
  }
}
