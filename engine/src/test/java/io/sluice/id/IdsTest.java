package io.sluice.id;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.task.TaskId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IdsTest {
  private static final Instant NOW = Instant.ofEpochMilli(1_790_000_000_000L);

  private final Ids ids = new Ids();

  @Test
  void aTaskIdHas14LettersAndDigits() {
    assertThat(ids.task(NOW).value()).hasSize(14).matches("[0-9A-Za-z]+");
    assertThat(TaskId.of(ids.task(NOW).value())).isNotNull();
  }

  @Test
  void taskIdsSortByTimeAndThenAsTheyWereMade() {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      made.add(ids.task(NOW.plusMillis(i)).value());
    }

    assertThat(made).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void taskIdsOfTwoEnginesSortByTheSecond() {
    String before = ids.task(NOW).value();

    assertThat(new Ids().task(NOW.plusSeconds(1)).value()).isGreaterThan(before);
  }

  @Test
  void aClockThatIsSetBackMakesNoIdAgain() {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      made.add(ids.task(NOW.plusSeconds(i % 1_000)).value());
    }

    assertThat(made).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void idsThatWereMadeOneAfterTheOtherDifferInTheLastCharacter() {
    Set<String> heads = new HashSet<>();
    for (int i = 0; i < 62; i++) {
      heads.add(ids.task(NOW).value().substring(0, 13));
    }

    assertThat(heads).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void theNumbersOfASecondGoOnWithTheFirstBehindTheLast() {
    Ids end = Ids.atTheEnd();

    assertThat(end.task(NOW).value()).endsWith("zzzzzzzzy");
    assertThat(end.task(NOW).value()).endsWith("zzzzzzzzz");
    assertThat(end.task(NOW).value()).endsWith("000000000");
    assertThat(end.task(NOW.plusSeconds(1)).value()).endsWith("zzzzzzzzy");
  }

  @Test
  void aTimeBeforeTheFirstSecondHasAnIdToo() {
    assertThat(ids.task(Instant.EPOCH).value()).hasSize(14);
  }

  @Test
  void aClientIdHas15CharactersWithoutSpaceOrColon() {
    assertThat(ids.client()).hasSize(15).matches("[0-9a-z]+");
  }

  @Test
  void enginesMakeDifferentIds() {
    Set<String> made = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      Ids engine = new Ids();
      made.add(engine.task(NOW).value());
      made.add(engine.client());
    }

    assertThat(made).hasSize(200);
  }
}
