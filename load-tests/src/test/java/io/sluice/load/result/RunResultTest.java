package io.sluice.load.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.load.scenario.SampleResult;
import org.junit.jupiter.api.Test;

class RunResultTest {
  @Test
  void theVerdictIsTheWorstThatCanBeSaid() {
    assertThat(SampleResult.ok().verdict()).isEqualTo(RunVerdict.OK);
    assertThat(SampleResult.drained().verdict()).isEqualTo(RunVerdict.OK);
    assertThat(SampleResult.failed().verdict()).isEqualTo(RunVerdict.FAILED);
    assertThat(SampleResult.behind().verdict()).isEqualTo(RunVerdict.GENERATOR_BEHIND);
    assertThat(SampleResult.lost().verdict()).isEqualTo(RunVerdict.LOST_OR_DOUBLED);
    assertThat(SampleResult.ruleBroken().verdict()).isEqualTo(RunVerdict.RULE_BROKEN);
  }
}
