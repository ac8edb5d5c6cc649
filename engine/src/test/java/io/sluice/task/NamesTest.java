package io.sluice.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.task.enqueue.TaskType;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
  @ParameterizedTest
  @ValueSource(strings = {"a", "9", "Mail.out-1_x", "default"})
  void aNameOfLettersDigitsDotsUnderscoresAndDashesIsTaken(String name) {
    assertThat(QueueName.of(name)).hasToString(name);
    assertThat(TaskType.raw(name).name()).isEqualTo(name);
    assertThat(TaskId.of(name)).hasToString(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a:b", "{a}", "a*", "ä", "a\n", "a/b", "a\u0000"})
  void anyOtherNameIsRefusedWithAPointerToIt(String name) {
    assertRefused("/queue", () -> QueueName.of(name));
    assertRefused("/type", () -> TaskType.raw(name));
    assertRefused("/id", () -> TaskId.of(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {".a", "-a", "_a"})
  void queuesAndTypesBeginWithALetterOrDigitAndIdsNeedNot(String name) {
    assertRefused("/queue", () -> QueueName.of(name));
    assertRefused("/type", () -> TaskType.raw(name));
    assertThat(TaskId.of(name).value()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {".", ".."})
  void anIdThatNoPathCanNameIsRefused(String id) {
    assertRefused("/id", () -> TaskId.of(id));
    assertThat(TaskId.of("...").value()).hasSize(3);
  }

  @Test
  void namesHaveABoundedLength() {
    assertThat(QueueName.of("q".repeat(100)).value()).hasSize(100);
    assertRefused("/queue", () -> QueueName.of("q".repeat(101)));
    assertRefused("/type", () -> TaskType.raw("t".repeat(101)));
    assertThat(TaskId.of("i".repeat(128)).value()).hasSize(128);
    assertRefused("/id", () -> TaskId.of("i".repeat(129)));
  }

  @Test
  void aMessageShowsTheBadNameShortAndOnOneLine() {
    assertThatThrownBy(() -> QueueName.of("bad\nname\u0007" + "x".repeat(10_000)))
        .hasMessageContaining("'bad?name?xxx")
        .hasMessageContaining("…'")
        .satisfies(error -> assertThat(error.getMessage()).hasSizeLessThan(300));
  }

  @Test
  void queuesAreOrderedByName() {
    assertThat(QueueName.of("a")).isLessThan(QueueName.of("b"));
  }

  private static void assertRefused(String pointer, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(InvalidTaskException.class)
        .satisfies(
            error -> {
              InvalidTaskException invalid = (InvalidTaskException) error;
              assertThat(invalid.pointer()).isEqualTo(pointer);
              assertThat(invalid.code()).isEqualTo(SluiceException.Code.VALIDATION_FAILED);
            });
  }
}
