package io.sluice.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.event.TaskEvent;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventsTest {
  private static final QueueName QUEUE = QueueName.of("q");

  @ParameterizedTest
  @EnumSource(TaskState.class)
  void everyStateIsRead(TaskState state) {
    assertThat(Events.parse(QUEUE, "1000 @" + state.wireName() + " a"))
        .containsExactly(event("a", state));
  }

  @Test
  void oneMessageTellsOfManyTasksInOrder() {
    assertThat(Events.parse(QUEUE, "1000 @ready a b @dead c"))
        .containsExactly(
            event("a", TaskState.READY), event("b", TaskState.READY), event("c", TaskState.DEAD));
  }

  @Test
  void stateWithoutTasksTellsOfNone() {
    assertThat(Events.parse(QUEUE, "1000 @ready a @scheduled "))
        .containsExactly(event("a", TaskState.READY));
    assertThat(Events.parse(QUEUE, "1000 @ready  @scheduled b"))
        .containsExactly(event("b", TaskState.SCHEDULED));
    assertThat(Events.parse(QUEUE, "1000 @ready  @scheduled ")).isEmpty();
  }

  @Test
  void aWordOfALaterVersionIsSkippedWithItsTasks() {
    assertThat(Events.parse(QUEUE, "1000 @later a b @ready c"))
        .containsExactly(event("c", TaskState.READY));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "soon @ready a", "@ready a", "99999999999999999999 @ready a"})
  void whatIsNoMessageTellsOfNothing(String message) {
    assertThat(Events.parse(QUEUE, message)).isEmpty();
  }

  @Test
  void whateverIsPublishedIsReadWithoutAnError() {
    Random random = new Random(20261120);
    String letters = "0123456789 @@ready dead\n\u2603{}-";
    for (int i = 0; i < 5_000; i++) {
      StringBuilder message = new StringBuilder();
      for (int length = random.nextInt(40); length > 0; length--) {
        message.append(letters.charAt(random.nextInt(letters.length())));
      }
      List<TaskEvent> events = Events.parse(QUEUE, message.toString());
      assertThat(events).noneMatch(event -> event.id().value().isEmpty());
    }
  }

  private static TaskEvent event(String id, TaskState state) {
    return new TaskEvent(QUEUE, TaskId.of(id), state, Instant.ofEpochMilli(1000));
  }
}
