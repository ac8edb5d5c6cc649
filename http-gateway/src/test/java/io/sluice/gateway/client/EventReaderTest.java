package io.sluice.gateway.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EventReaderTest {
  private final EventReader reader = new EventReader();

  @Test
  void putsEventsTogetherAndRemembersTheLastId() {
    List<ServerEvent> events =
        take("retry: 250", "", "id: 1", "event: task.ready", "data: {", "data:}", "", ":", "");

    assertThat(events).containsExactly(new ServerEvent("task.ready", "{\n}"));
    assertThat(reader.lastId()).isEqualTo("1");
    assertThat(reader.retry()).isEqualTo(Duration.ofMillis(250));
  }

  @Test
  void anEventThatIsCutOffIsForgottenWithItsId() {
    take("id: 1", "data: a", "", "id: 2", "event: x", "data: half");
    reader.connectionEnded();

    assertThat(reader.lastId()).isEqualTo("1");
    assertThat(take("data: b", "")).containsExactly(new ServerEvent("", "b"));
    assertThat(reader.lastId()).isEqualTo("1");
  }

  @Test
  void waitsForAMinuteAtMostWhateverItIsTold() {
    take("retry: 999999999", "retry: soon", "");

    assertThat(reader.retry()).isEqualTo(Duration.ofMinutes(1));
  }

  private List<ServerEvent> take(String... lines) {
    return Stream.of(lines).map(reader::take).filter(Objects::nonNull).toList();
  }
}
