package io.sluice.protocol.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.task.StoreCorruptedException;
import io.sluice.task.TaskState;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ResultRecordTest {
  @Test
  void eachEndIsRead() {
    assertThat(parse("2000 S 1000 ok").state()).isEqualTo(TaskState.SUCCEEDED);
    assertThat(parse("2000 C 1000 ").state()).isEqualTo(TaskState.CANCELLED);
    assertThat(parse("2000 E 1000 ").state()).isEqualTo(TaskState.EXPIRED);
  }

  @Test
  void timesAndResultAreRead() {
    ResultRecord record = parse("2000 S 1000 12 34\n");

    assertThat(record.finishedAt()).isEqualTo(Instant.ofEpochMilli(2000));
    assertThat(record.startedAt()).isEqualTo(Instant.ofEpochMilli(1000));
    assertThat(record.result()).asString().isEqualTo("12 34\n");
  }

  @Test
  void aResultMayBeginWithDigitsOrSpacesOrBeEmpty() {
    for (String result : new String[] {"42", " x", "  ", ""}) {
      assertThat(parse("2000 S 1000 " + result).result()).asString().isEqualTo(result);
    }
  }

  @Test
  void aTaskThatEndedBeforeItRanHasNoStart() {
    ResultRecord record = parse("2000 C ");

    assertThat(record.startedAt()).isNull();
    assertThat(record.result()).isEmpty();
  }

  @Test
  void anUnknownEndAndAnEarlyOneAreDamage() {
    for (String record : new String[] {"2000 X 1000 ", "2000", "2000 ", ""}) {
      assertThatThrownBy(() -> parse(record)).isInstanceOf(StoreCorruptedException.class);
    }
  }

  @Test
  void bytesThatNobodyWroteAreReadOrDamaged() {
    RandomBytes.neverGiveAnythingElse(ResultRecord::parse);
    RandomBytes.inATrueRecordNeverGiveAnythingElse(
        "1790000000123 S 1790000000100 result".getBytes(UTF_8), ResultRecord::parse);
  }

  private static ResultRecord parse(String record) {
    return ResultRecord.parse(record.getBytes(UTF_8));
  }
}
