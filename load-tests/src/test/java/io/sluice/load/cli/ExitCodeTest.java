package io.sluice.load.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.load.scenario.SampleResult;
import io.sluice.load.slo.Bound;
import io.sluice.load.slo.RunFigure;
import io.sluice.load.slo.Slo;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ExitCodeTest {
  private final StringWriter errors = new StringWriter();

  @Test
  void aGoodRunIsZero() {
    assertThat(ExitCode.of(SampleResult.ok().verdict())).isZero();
  }

  @Test
  void lostOrDoubledOutweighsAllElse() {
    assertThat(ExitCode.of(SampleResult.lost().verdict())).isEqualTo(98);
  }

  @Test
  void aGeneratorThatFellBehindMakesTheRunWorthless() {
    assertThat(ExitCode.of(SampleResult.behind().verdict())).isEqualTo(96);
  }

  @Test
  void refusedSendsAreAFailure() {
    assertThat(ExitCode.of(SampleResult.failed().verdict())).isEqualTo(1);
  }

  @Test
  void aMissedObjectiveIsToldBelowWhatMakesTheRunWorthless() {
    List<Slo> impossible = List.of(new Slo("impossible", RunFigure.ENQUEUED, Bound.BELOW, 0));

    assertThat(ExitCode.of(SampleResult.ok().judgedBy(impossible).verdict())).isEqualTo(99);
    assertThat(ExitCode.of(SampleResult.failed().judgedBy(impossible).verdict())).isEqualTo(99);
    assertThat(ExitCode.of(SampleResult.behind().judgedBy(impossible).verdict())).isEqualTo(96);
    assertThat(ExitCode.of(SampleResult.lost().judgedBy(impossible).verdict())).isEqualTo(98);
  }

  @Test
  void anObjectiveThatIsMetChangesNothing() {
    List<Slo> easy = List.of(new Slo("easy", RunFigure.ENQUEUED, Bound.ABOVE, 0));

    assertThat(ExitCode.of(SampleResult.ok().judgedBy(easy).verdict())).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                | which command?",
        "nonsense                          | nonsense",
        "drain                             | -n",
        "drain -n many                     | count 'many'",
        "drain -n 0                        | tasks must be 1",
        "drain -n 10 --payload 5B          | payload must be at least",
        "drain -n 10 --retention 7         | retention must be default or 0",
        "drain -n 10 --target ftp://x      | target must be embedded",
        "drain -n 10 --target http://x     | drain runs on embedded or redis://",
        "drain -n 10 --hold 100k           | --hold and --concurrency together",
        "saturate --target http://x        | saturate runs on embedded or redis://",
        "saturate --from 2k --to 1k        | --from must not be more than --to",
        "soak --target http://x            | soak runs on embedded or redis://",
        "echo --port 70000                 | port must be 0 to 65535",
        "drain -n 10 --concurrency 0       | concurrency must be",
        "run                               | SCENARIO",
        "run sideways                      | sideways",
        "run e2e --rate fast               | rate 'fast'",
        "run e2e --duration 30             | duration '30'",
        "run e2e --rate 1m/s --duration 1h | lower --rate or --duration",
        "run e2e --arrivals never          | never",
        "run e2e --target http://x         | e2e runs on embedded or redis://",
        "run delayed --target http://x     | delayed runs on embedded or redis://",
        "run e2e --closed 0                | closed must be 1",
        "run e2e --closed 8 --rate 5       | --rate and --closed exclude each other",
        "run e2e --closed 8 --arrivals poisson | --arrivals and --closed exclude each other",
        "run http-e2e --closed 5000        | --closed over HTTP must be at most 1024",
        "run delayed --closed 8            | --closed means nothing to delayed",
        "run e2e --queues 4                | --queues means nothing to e2e; it is for many-queues",
        "run enqueue --handler 5ms         | --handler means nothing to enqueue",
        "run enqueue --concurrency 5       | --concurrency means nothing to enqueue",
        "run delayed --delay 1h            | --delay must be at most 15s",
        "run delayed --delay 0s            | --delay must be more than 0",
        "run many-queues --queues 0        | --queues must be 1",
        "run retry-storm --fail-share 0%   | --fail-share must be more than 0",
        "run retry-storm --fail-times 0    | --fail-times must be 1",
        "run priority --priorities 9,0     | --priorities must each be 1 to 9, one is 0",
        "run priority --priorities 10      | --priorities must each be 1 to 9, one is 10",
        "run priority --priorities high    | numbers 'high' are none",
        "run priority --backlog 0          | --backlog must be 1",
        "run priority --closed 8           | --closed means nothing to priority",
        "run priority --target http://x    | priority runs on embedded or redis://",
        "run fair --weights 1,2,           | numbers '1,2,' are none",
        "run fair --weights 1,0            | --weights must each be 1 to 1000, one is 0",
        "run fair --light 5k               | --light must be 1 to 1000",
        "run fair --light-backlog 0        | --light-backlog must be 1",
        "run fair --light 1k --light-backlog 1m | --light times --light-backlog must be 1",
        "run fair --priorities 9           | --priorities means nothing to fair; it is for"
            + " priority",
        "run e2e --group-limit 2            | --group-limit means nothing to e2e; it is for fair",
        "run e2e --weights 1,2             | --weights means nothing to e2e; it is for fair",
        "drain -n 10 --groups 2m           | --groups must be at most 1000000",
        "drain -n 10 --groups 2 --hold 5   | --hold and --groups or --priorities exclude",
        "run slow-consumer --concurrency 256 | are no slower than",
        "run e2e --slo e2e.p98<5ms         | p98' is no figure of a stage",
        "drain -n 10 --slo completed>1x/s  | rate '1x/s'",
      })
  void whatCannotBeARunIsAUsageError(String line, String said) {
    assertThat(execute(line)).isEqualTo(2);
    assertThat(errors.toString()).contains(said);
  }

  @Test
  void aRedisThatDoesNotAnswerIsAFailureThatNamesIt() {
    assertThat(execute("drain -n 10 --target redis://127.0.0.1:1")).isEqualTo(1);
    assertThat(errors.toString()).contains("no Redis answers at 127.0.0.1:1");
  }

  @Test
  void aGatewayThatIsNotThereIsAFailureThatNamesIt() {
    assertThat(execute("run http-enqueue --target http://127.0.0.1:19")).isEqualTo(1);
    assertThat(errors.toString()).contains("no gateway answers at http://127.0.0.1:19");
  }

  private int execute(String line) {
    CommandLine command = LoadCommand.commandLine().setErr(new PrintWriter(errors, true));
    return command.execute(line.isEmpty() ? new String[0] : line.split(" "));
  }
}
