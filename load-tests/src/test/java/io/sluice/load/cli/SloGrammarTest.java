package io.sluice.load.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.load.measure.Stage;
import io.sluice.load.slo.Bound;
import io.sluice.load.slo.LatencyFigure;
import io.sluice.load.slo.LatencyPoint;
import io.sluice.load.slo.RunFigure;
import io.sluice.load.slo.Slo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SloGrammarTest {
  @ParameterizedTest
  @CsvSource({
    "e2e.p99<50ms, E2E, P99, BELOW, 50",
    "enqueue.max<=1s, ENQUEUE, MAX, AT_MOST, 1000",
    "wait.p99.9<2.5ms, WAIT, P999, BELOW, 2.5",
    "start.p999<2ms, START, P999, BELOW, 2",
    "run.mean < 500us, RUN, MEAN, BELOW, 0.5",
    "http.p50<1m, HTTP, P50, BELOW, 60000",
    "pickup.p90<1ms, PICKUP, P90, BELOW, 1",
    "e2e.p95<1ms, E2E, P95, BELOW, 1",
  })
  void readsLatencies(String text, Stage stage, LatencyPoint point, Bound bound, double limit) {
    assertThat(SloGrammar.read(text))
        .isEqualTo(new Slo(text, new LatencyFigure(stage, point), bound, limit));
  }

  @ParameterizedTest
  @CsvSource({
    "completed>50k/s, COMPLETED, ABOVE, 50000",
    "enqueued>=100, ENQUEUED, AT_LEAST, 100",
    "redis.cpu<12us, REDIS_CPU, BELOW, 12",
    "redis.cpu<=0.5ms, REDIS_CPU, AT_MOST, 500",
    "lost=0, LOST, EXACTLY, 0",
    "doubled=0, DOUBLED, EXACTLY, 0",
  })
  void readsFiguresOfTheWholeRun(String text, RunFigure figure, Bound bound, double limit) {
    assertThat(SloGrammar.read(text)).isEqualTo(new Slo(text, figure, bound, limit));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "e2e.p99             | must be a figure, a sign and a limit",
        "e2e.p99<            | must be a figure, a sign and a limit",
        "<50ms               | must be a figure, a sign and a limit",
        "e2e.p99<<50ms       | must be a figure, a sign and a limit",
        "''                  | must be a figure, a sign and a limit",
        "e3e.p99<50ms        | e3e' is no stage",
        "e2e.p98<50ms        | p98' is no figure of a stage",
        "e2e<50ms            | is no figure of a stage",
        "e2e.p99>50ms        | >' makes no sense for this figure, which takes < or <=",
        "completed<5k/s      | <' makes no sense for this figure, which takes > or >=",
        "lost<=1             | <=' makes no sense for this figure, which takes =",
        "e2e.p99<50          | duration '50'",
        "e2e.p99<soon        | duration 'soon'",
        "completed>fast      | rate 'fast'",
        "redis.cpu<12        | duration '12'",
        "lost=none           | count 'none'",
      })
  void whatIsWrongIsNamed(String text, String said) {
    assertThatThrownBy(() -> SloGrammar.read(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("slo '" + text + "'")
        .hasMessageContaining(said)
        .hasMessageContaining("e2e.p99<50ms");
  }

  @Test
  void everyStageAndEveryPointCanBeWritten() {
    for (Stage stage : Stage.values()) {
      for (LatencyPoint point : LatencyPoint.values()) {
        String text = stage.wireName() + '.' + point.wireName() + "<1s";
        assertThat(SloGrammar.read(text).figure()).isEqualTo(new LatencyFigure(stage, point));
      }
    }
  }
}
