package io.sluice;

import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.task.InvalidTaskException;
import io.sluice.task.TaskFailedException;
import io.sluice.task.enqueue.RetryPolicy;
import io.sluice.task.enqueue.TaskType;
import io.sluice.task.enqueue.TypeRef;
import io.sluice.testing.TestRedis;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** What a payload and a result go through, on Redis and in memory. */
class PayloadTest {
  private static final TypeRef<List<Line>> LINES = new TypeRef<>() {};

  private static TestRedis redis;

  /** A payload of a list. */
  public record Line(String text) {}

  /** Nobody knows which one it is. */
  public sealed interface Shape permits Circle {}

  public record Circle(int radius) implements Shape {}

  /** Holds what it does not show. */
  @SuppressWarnings("UnusedVariable")
  public static final class Closed {
    private int count = 1;
  }

  @BeforeAll
  static void startRedis() {
    redis = TestRedis.start();
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aListOfRecordsIsAPayloadAndAResult(boolean memory) {
    TaskType<List<Line>, List<Line>> type = TaskType.of("lines", LINES, LINES);
    try (Sluice sluice = engine(memory)) {
      sluice
          .worker("q")
          .handle(
              type,
              task ->
                  Mono.just(
                      task.payload().stream().map(line -> new Line(line.text() + "!")).toList()))
          .start();

      List<Line> result =
          sluice
              .enqueue("q", type.with(List.of(new Line("a"), new Line("b"))))
              .flatMap(sluice::result)
              .block(SOON);

      assertThat(result).containsExactly(new Line("a!"), new Line("b!"));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPayloadThatCouldNeverBeReadIsRefusedAndNothingIsEnqueued(boolean memory) {
    TaskType<Shape, Void> type = TaskType.of("shape", Shape.class, Void.class);
    try (Sluice sluice = engine(memory)) {
      assertThatThrownBy(() -> sluice.enqueue("r", type.with(new Circle(1))).block(SOON))
          .isInstanceOf(InvalidTaskException.class)
          .hasMessageContainingAll("Shape", "@JsonTypeInfo");
      assertThat(sluice.queues().list(null, 10).block(SOON))
          .noneMatch(queue -> queue.value().equals("r"));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aResultThatCouldNeverBeReadIsAFailedAttempt(boolean memory) {
    TaskType<String, Closed> type = TaskType.of("closed", String.class, Closed.class);
    try (Sluice sluice = engine(memory)) {
      sluice.worker("s").handle(type, task -> Mono.just(new Closed())).start();

      assertThatThrownBy(
              () ->
                  sluice
                      .enqueue(
                          "s", type.with("x").retry(RetryPolicy.fixed(1, Duration.ofMillis(1))))
                      .flatMap(sluice::result)
                      .block(SOON))
          .isInstanceOf(TaskFailedException.class)
          .hasMessageContaining("Closed.count");
    }
  }

  private static Sluice engine(boolean memory) {
    return memory ? Sluice.inMemory() : Sluice.connect(redis.uri());
  }
}
