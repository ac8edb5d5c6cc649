package io.sluice.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Sluice;
import io.sluice.config.SluiceConfig;
import io.sluice.gateway.embedded.EmbeddedRedis;
import io.sluice.gateway.embedded.RedisOptions;
import io.sluice.gateway.support.FloodClient;
import io.sluice.gateway.support.RawHttp;
import io.sluice.gateway.support.SluiceProcess;
import io.sluice.task.TaskState;
import io.sluice.task.view.TaskView;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;

/** What is promised to callers when the gateway is told to stop while they flood it. */
@Tag("scaled")
class StopUnderLoadTest {
  private static final int CLIENTS = Integer.getInteger("stop.clients", 32);
  private static final int TASKS_BEFORE = Integer.getInteger("stop.tasks", 2_000);
  private static final int LINES_BEFORE = Integer.getInteger("stop.lines", 500);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration GRACE = SluiceConfig.DEFAULT_SHUTDOWN_GRACE;
  private static final Pattern ACCEPTED =
      Pattern.compile("\"status\":202,\"id\":\"(line-[0-9]+)\"}");
  private static final Pattern SUMMARY =
      Pattern.compile("\\{\"summary\":\\{\"accepted\":([0-9]+),\"rejected\":0}}\n$");

  private static final EmbeddedRedis REDIS = EmbeddedRedis.start(RedisOptions.IN_MEMORY);

  @AfterAll
  static void stop() {
    REDIS.close();
  }

  @Test
  @Timeout(60)
  void everyTaskThatWasAcceptedIsThereAndNoAnswerIsHalf() throws Exception {
    try (SluiceProcess serve = serve()) {
      int port = portOf(serve);
      CountDownLatch before = new CountDownLatch(TASKS_BEFORE);
      List<FloodClient> clients =
          IntStream.range(0, CLIENTS)
              .mapToObj(i -> new FloodClient(port, "c" + i, id -> before.countDown()))
              .toList();
      List<Thread> threads = clients.stream().map(Thread::new).toList();
      threads.forEach(Thread::start);
      before.await();
      endsInTime(serve);
      for (Thread thread : threads) {
        thread.join();
      }

      List<String> accepted = clients.stream().flatMap(c -> c.accepted().stream()).toList();
      assertThat(clients).allSatisfy(client -> assertThat(client.wrong()).isEmpty());
      assertThat(accepted).hasSizeGreaterThanOrEqualTo(TASKS_BEFORE);
      areScheduled("flood", accepted);
      assertThat(serve.errors()).noneMatch(line -> line.contains("ERROR"));
    }
  }

  @Test
  @Timeout(60)
  void aStreamEndsWithASummaryOfAllThatWasTakenIn() throws Exception {
    try (SluiceProcess serve = serve();
        RawHttp raw = new RawHttp(portOf(serve))) {
      raw.sendHead(
          "POST /v1/queues/lines/tasks HTTP/1.1",
          "Content-Type: application/x-ndjson",
          "Transfer-Encoding: chunked");
      Thread sender = new Thread(() -> sendLines(raw));
      sender.start();
      assertThat(raw.readHead()).startsWith("HTTP/1.1 200");
      StringBuilder answers = new StringBuilder();
      while (answers.indexOf("\"line\":" + LINES_BEFORE) < 0) {
        answers.append(raw.readChunk());
      }
      serve.signal("TERM");
      for (String chunk = raw.readChunk(); !chunk.isEmpty(); chunk = raw.readChunk()) {
        answers.append(chunk);
      }
      assertThat(serve.exitCode()).isZero();
      sender.join();

      List<String> accepted = ACCEPTED.matcher(answers).results().map(m -> m.group(1)).toList();
      Matcher summary = SUMMARY.matcher(answers);
      assertThat(summary.find()).as("the end of %s", answers).isTrue();
      assertThat(accepted).isNotEmpty().hasSize(Integer.parseInt(summary.group(1)));
      areScheduled("lines", accepted);
    }
  }

  private static SluiceProcess serve() throws IOException {
    return SluiceProcess.start("serve", "--port", "0", "--redis", REDIS.uri());
  }

  private static int portOf(SluiceProcess serve) throws IOException {
    return URI.create(serve.http().url()).getPort();
  }

  private static void endsInTime(SluiceProcess serve) throws Exception {
    Instant told = Instant.now();
    serve.signal("TERM");
    assertThat(serve.exitCode()).isZero();
    assertThat(Duration.between(told, Instant.now())).isLessThan(GRACE);
  }

  /** Until the other side takes no more of them. */
  private static void sendLines(RawHttp raw) {
    try {
      for (int line = 1; ; line++) {
        raw.sendChunk("{\"type\":\"a\",\"delay\":\"1h\",\"id\":\"line-" + line + "\"}\n");
      }
    } catch (IOException closed) {
      // The server has ended.
    }
  }

  private static void areScheduled(String queue, List<String> ids) {
    try (Sluice sluice = Sluice.connect(REDIS.uri())) {
      List<TaskState> states =
          Flux.fromIterable(ids)
              .flatMap(id -> sluice.tasks().find(queue, id))
              .map(TaskView::state)
              .collectList()
              .block(PATIENCE);
      assertThat(states).hasSameSizeAs(ids).containsOnly(TaskState.SCHEDULED);
    }
  }
}
