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
  void aTaskIdHas24CharactersOfItsGrammar() {
    assertThat(ids.task(NOW).value()).hasSize(24).matches("[0-9a-hjkmnp-tv-z]+");
    assertThat(TaskId.of(ids.task(NOW).value())).isNotNull();
  }

  @Test
  void taskIdsSortByTimeAndThenAsTheyWereMade() {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      made.add(ids.task(NOW.plusMillis(i / 100)).value());
    }

    assertThat(made).isSorted().doesNotHaveDuplicates();
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
