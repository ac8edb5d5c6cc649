package io.sluice.task.enqueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.task.InvalidTaskException;
import io.sluice.task.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class NewTaskTest {
  private static final TaskType<String, String> TYPE =
      TaskType.of("greet", String.class, String.class);

  private final NewTask<String, String> plain = TYPE.with("x");

  @Test
  void everyOptionGivesANewTaskAndLeavesTheFirstAsItWas() {
    Instant at = Instant.ofEpochMilli(1_790_000_000_000L);
    RetryPolicy retry = RetryPolicy.fixed(1, Duration.ofSeconds(1));

    assertThat(plain.id("i").id()).isEqualTo(TaskId.of("i"));
    assertThat(plain.delay(Duration.ofSeconds(1)).delay()).isEqualTo(Duration.ofSeconds(1));
    assertThat(plain.runAt(at).runAt()).isEqualTo(at);
    assertThat(plain.timeout(Duration.ofSeconds(2)).options().timeout())
        .isEqualTo(Duration.ofSeconds(2));
    assertThat(plain.retry(retry).options().retry()).isEqualTo(retry);
    assertThat(plain.headers(Map.of("a", "b")).options().headers())
        .containsExactly(Map.entry("a", "b"));
    assertThat(plain.tags(List.of("t")).options().tags()).containsExactly("t");

    assertThat(plain.id()).isNull();
    assertThat(plain.delay()).isZero();
    assertThat(plain.runAt()).isNull();
    assertThat(plain.options()).isEqualTo(TaskOptions.NONE);
  }

  @Test
  void optionsAddUp() {
    NewTask<String, String> all =
        plain.id("i").delay(Duration.ofSeconds(1)).tags(List.of("t")).headers(Map.of("a", "b"));

    assertThat(all.id()).isEqualTo(TaskId.of("i"));
    assertThat(all.delay()).isEqualTo(Duration.ofSeconds(1));
    assertThat(all.options().tags()).containsExactly("t");
    assertThat(all.options().headers()).containsKey("a");
    assertThat(all.payload()).isEqualTo("x");
    assertThat(all.type()).isSameAs(TYPE);
  }

  @Test
  void theLastOfDelayAndTimeCounts() {
    Instant at = Instant.ofEpochMilli(1_790_000_000_000L);

    assertThat(plain.runAt(at).delay(Duration.ofSeconds(1)).runAt()).isNull();
    assertThat(plain.delay(Duration.ofSeconds(1)).runAt(at).delay()).isZero();
  }

  @Test
  void whatACallerChangesLaterDoesNotChangeTheTask() {
    Map<String, String> headers = new HashMap<>(Map.of("a", "b"));
    List<String> tags = new ArrayList<>(List.of("t"));
    NewTask<String, String> task = plain.headers(headers).tags(tags);

    headers.put("c", "d");
    tags.add("u");

    assertThat(task.options().headers()).hasSize(1);
    assertThat(task.options().tags()).hasSize(1);
    assertThatThrownBy(() -> task.options().headers().put("c", "d"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void aTaskIsItsOwnCorrelationUnlessItIsGivenOne() {
    assertThat(plain.correlation()).isSameAs(plain);
    assertThat(plain.correlate(7).correlation()).isEqualTo(7);
    assertThat(plain.correlate(7).task()).isSameAs(plain);
  }

  @Test
  void timesAtTheEndsOfTimeAreTakenAsNowOrRefused() {
    assertThat(plain.runAt(Instant.MIN).runAt()).isEqualTo(Instant.EPOCH);
    assertThat(plain.delay(Duration.ofSeconds(Long.MIN_VALUE)).delay()).isZero();
    assertRefused("/runAt", () -> plain.runAt(Instant.MAX));
    assertRefused("/delay", () -> plain.delay(NewTask.MAX_DELAY.plusMillis(1)));
    assertThat(plain.delay(NewTask.MAX_DELAY).delay()).isEqualTo(NewTask.MAX_DELAY);
  }

  @Test
  void optionsOutOfRangeAreRefusedWithAPointerToThem() {
    assertRefused("/timeout", () -> plain.timeout(Duration.ZERO));
    assertRefused("/timeout", () -> plain.timeout(TaskOptions.MAX_TIMEOUT.plusMillis(1)));
    assertRefused("/tags", () -> plain.tags(many(TaskOptions.MAX_TAGS + 1)));
    assertRefused("/tags", () -> plain.tags(List.of("t".repeat(101))));
    assertRefused(
        "/headers",
        () ->
            plain.headers(
                many(TaskOptions.MAX_HEADERS + 1).stream()
                    .collect(Collectors.toMap(name -> name, name -> ""))));
    assertRefused("/headers/a~1b~0c", () -> plain.headers(Map.of("a/b~c", "v".repeat(1024))));
  }

  @Test
  void whatWouldEndALineElsewhereIsRefusedWithAPointerToIt() {
    assertRefused("/headers/", () -> plain.headers(Map.of("", "v")));
    assertRefused("/headers", () -> plain.headers(Map.of("a\u0000", "v")));
    for (String value : List.of("a\rb", "a\nb", "a\u0000b")) {
      assertRefused("/headers/h", () -> plain.headers(Map.of("h", value)));
    }
    assertRefused("/tags/1", () -> plain.tags(List.of("fine", "")));
    assertRefused("/tags/0", () -> plain.tags(List.of("a\r")));
    assertThat(plain.headers(Map.of("h", "\t ä")).options().headers()).hasSize(1);
  }

  private static List<String> many(int count) {
    return IntStream.range(0, count).mapToObj(i -> "n" + i).toList();
  }

  private static void assertRefused(String pointer, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(InvalidTaskException.class)
        .extracting(error -> ((InvalidTaskException) error).pointer())
        .isEqualTo(pointer);
  }
}
