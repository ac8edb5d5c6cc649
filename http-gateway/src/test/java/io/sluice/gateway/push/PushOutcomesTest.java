package io.sluice.gateway.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.sluice.task.TaskState;
import io.sluice.task.enqueue.NewTask;
import io.sluice.task.enqueue.RetryPolicy;
import io.sluice.task.view.TaskView;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

/** What becomes of a task by what its target answers: each row of docs/push.md. */
@Timeout(60)
class PushOutcomesTest {
  /** What each path of the receiver answers. */
  private static final Map<String, BiFunction<Receiver.Sent, HttpServerResponse, Publisher<Void>>>
      ANSWERS = new ConcurrentHashMap<>();

  private static final Receiver RECEIVER =
      Receiver.answering(
          (sent, response) -> ANSWERS.get(sent.path().substring(1)).apply(sent, response));
  private static final PushScene SCENE = PushScene.open(config -> config);

  static {
    SCENE.allow(RECEIVER);
    SCENE.work();
  }

  @AfterAll
  static void stop() {
    SCENE.close();
    RECEIVER.close();
  }

  @ParameterizedTest
  @CsvSource({"200, hello", "201, {}", "204, ''", "206, x", "299, y"})
  void successIsSuccessAndItsBodyTheResult(int status, String body) {
    String queue = answers("success-" + status, (sent, response) -> text(response, status, body));

    TaskView done = SCENE.end(queue, SCENE.enqueue(queue, "1"));

    assertThat(done.state()).isEqualTo(TaskState.SUCCEEDED);
    assertThat(done.result()).asString(StandardCharsets.UTF_8).isEqualTo(body);
    assertThat(done.attempt()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 402, 405, 406, 410, 411, 413, 414, 415, 422, 451, 489, 499})
  void aRequestThatIsWrongIsDeadAtOnce(int status) {
    String queue = answers("dead-" + status, (sent, response) -> text(response, status, "no\nway"));

    TaskView dead = SCENE.end(queue, SCENE.enqueue(queue, "1"));

    assertThat(dead.state()).isEqualTo(TaskState.DEAD);
    assertThat(dead.attempt()).isEqualTo(1);
    assertThat(dead.failure().type()).isEqualTo("push.status_" + status);
    assertThat(dead.failure().trace()).isEqualTo("no\nway");
  }

  @ParameterizedTest
  @ValueSource(
      ints = {300, 304, 401, 403, 404, 408, 409, 421, 423, 425, 429, 500, 501, 502, 503, 504, 599})
  void anyOtherAnswerIsAFailedAttempt(int status) {
    String queue = answers("again-" + status, (sent, response) -> text(response, status, ""));

    TaskView dead = SCENE.end(queue, SCENE.enqueue(queue, "1"));

    assertThat(dead.state()).isEqualTo(TaskState.DEAD);
    assertThat(dead.attempt()).isEqualTo(2);
    assertThat(dead.failures()).hasSize(2);
    assertThat(dead.failure().type()).isEqualTo("push.status_" + status);
    assertThat(dead.failure().message()).startsWith("the target answered " + status);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void aRedirectIsNotFollowed(int status) {
    answers("followed", (sent, response) -> text(response, 200, "followed"));
    String queue =
        answers(
            "redirect-" + status,
            (sent, response) ->
                text(response.header("Location", RECEIVER.url() + "/followed"), status, ""));

    TaskView dead = SCENE.end(queue, SCENE.enqueue(queue, "1"));

    assertThat(dead.state()).isEqualTo(TaskState.DEAD);
    assertThat(dead.failure().message()).endsWith("redirects are not followed");
  }

  @Test
  void anAttemptThatFailedIsTriedAgainAndSaysWhichItIs() {
    String queue =
        answers(
            "second",
            (sent, response) ->
                text(response, sent.header("Sluice-Attempt").equals("2") ? 200 : 500, ""));

    TaskView done = SCENE.end(queue, SCENE.enqueue(queue, "1"));

    assertThat(done.state()).isEqualTo(TaskState.SUCCEEDED);
    assertThat(done.attempt()).isEqualTo(2);
  }

  @Test
  void aSlowTargetFailsTheAttemptWhenTheTimeOfTheTaskIsUp() {
    String queue = answers("slow", (sent, response) -> Mono.never());

    TaskView dead = SCENE.end(queue, SCENE.enqueue(queue, brief()));

    assertThat(dead.state()).isEqualTo(TaskState.DEAD);
    assertThat(dead.failure().type()).isEqualTo("push.timeout");
    assertThat(dead.failure().message()).isEqualTo("the target did not answer within PT0.3S");
  }

  @Test
  void aBodyThatDoesNotEndInTimeFailsTheAttemptWhateverTheStatus() {
    String queue =
        answers(
            "trickle",
            (sent, response) ->
                response.sendString(
                    Flux.just("a").concatWith(Mono.never()), StandardCharsets.UTF_8));

    TaskView dead = SCENE.end(queue, SCENE.enqueue(queue, brief()));

    assertThat(dead.failure().type()).isEqualTo("push.timeout");
  }

  @ParameterizedTest
  @CsvSource({"200, SUCCEEDED", "422, DEAD"})
  void ofAnEndlessBodyNoMoreIsReadThanIsKept(int status, TaskState end) {
    CompletableFuture<Void> cut = new CompletableFuture<>();
    String queue =
        answers(
            "endless-" + status,
            (sent, response) ->
                response
                    .status(status)
                    .send(
                        Flux.<byte[]>generate(sink -> sink.next(new byte[16 * 1024]))
                            .map(Unpooled::wrappedBuffer)
                            .doOnCancel(() -> cut.complete(null)))
                    .then());

    TaskView done = SCENE.end(queue, SCENE.enqueue(queue, "1"));

    assertThat(done.state()).isEqualTo(end);
    assertThat(done.attempt()).isEqualTo(1);
    if (end == TaskState.SUCCEEDED) {
      assertThat(done.result()).isEmpty();
    }
    cut.join();
  }

  @Test
  void aResultMayBeAsLargeAsAPayloadAndNoLarger() {
    int most = SCENE.sluice().config().maxPayloadBytes();
    String fits = answers("fits", (sent, response) -> text(response, 200, "a".repeat(most)));
    String large = answers("large", (sent, response) -> text(response, 200, "a".repeat(most + 1)));

    assertThat(SCENE.end(fits, SCENE.enqueue(fits, "1")).result()).hasSize(most);
    assertThat(SCENE.end(large, SCENE.enqueue(large, "1")).result()).isEmpty();
  }

  @Test
  void aConnectionThatIsClosedIsAFailedAttempt() {
    String queue =
        answers(
            "closed",
            (sent, response) -> {
              response.withConnection(connection -> connection.channel().close());
              return Mono.never();
            });

    TaskView dead = SCENE.end(queue, SCENE.enqueue(queue, "1"));

    assertThat(dead.state()).isEqualTo(TaskState.DEAD);
    assertThat(dead.attempt()).isEqualTo(2);
    assertThat(dead.failure().type()).isEqualTo("push.connection");
  }

  @ParameterizedTest
  @CsvSource({"429, 1", "503, 1", "429, date", "503, date"})
  void aTargetThatWantsRestHasItAndNoAttemptIsUsed(int status, String after) {
    String queue =
        answers(
            "rest-" + status + "-" + after,
            new BiFunction<>() {
              private boolean isSecond;

              @Override
              public Publisher<Void> apply(Receiver.Sent sent, HttpServerResponse response) {
                if (isSecond) {
                  return text(response, 200, sent.header("Sluice-Attempt"));
                }
                isSecond = true;
                String until =
                    DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        Instant.now().plusSeconds(2).atOffset(ZoneOffset.UTC));
                return text(
                    response.header("Retry-After", after.equals("date") ? until : after),
                    status,
                    "");
              }
            });

    String id = SCENE.enqueue(queue, "1");

    TaskView done = SCENE.end(queue, id);
    assertThat(done.state()).isEqualTo(TaskState.SUCCEEDED);
    assertThat(done.result()).asString().isEqualTo("1");
    assertThat(done.failures()).isEmpty();
    assertThat(Duration.between(done.createdAt(), done.finishedAt()))
        .isGreaterThan(Duration.ofMillis(950));
  }

  @Test
  void aGroupThatIsToRestLeavesTheOthersAlone() {
    String queue =
        answers(
            "groups",
            (sent, response) ->
                new String(sent.body(), StandardCharsets.UTF_8).equals("tired")
                    ? text(response.header("Retry-After", "3600"), 429, "")
                    : text(response, 200, ""));

    String tired = SCENE.enqueue(queue, task("tired").group("a"));
    await(
        () ->
            SCENE.sluice().queues().groups(queue, 1).block(PushScene.PATIENCE).stream()
                .anyMatch(group -> group.barredUntil() != null));
    String same = SCENE.enqueue(queue, task("well").group("a"));
    String other = SCENE.enqueue(queue, task("well").group("b"));

    assertThat(SCENE.end(queue, other).state()).isEqualTo(TaskState.SUCCEEDED);
    assertThat(SCENE.sluice().tasks().find(queue, same).block(PushScene.PATIENCE).state())
        .isEqualTo(TaskState.READY);
    assertThat(SCENE.sluice().tasks().find(queue, tired).block(PushScene.PATIENCE).attempt())
        .isEqualTo(0);
  }

  private static void await(BooleanSupplier wanted) {
    while (!wanted.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }

  /** A queue whose target answers so. */
  private static String answers(
      String queue, BiFunction<Receiver.Sent, HttpServerResponse, Publisher<Void>> answer) {
    ANSWERS.put(queue, answer);
    SCENE.target(queue, RECEIVER.url() + "/" + queue);
    return queue;
  }

  private static Publisher<Void> text(HttpServerResponse response, int status, String body) {
    return response.status(status).sendString(Mono.just(body)).then();
  }

  private static NewTask<byte[], byte[]> brief() {
    return task("1").timeout(Duration.ofMillis(300));
  }

  private static NewTask<byte[], byte[]> task(String payload) {
    return PushScene.MAIL
        .with(payload.getBytes(StandardCharsets.UTF_8))
        .retry(RetryPolicy.fixed(2, Duration.ofMillis(1)));
  }
}
