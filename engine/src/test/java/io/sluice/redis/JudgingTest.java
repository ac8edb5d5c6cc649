package io.sluice.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.redis.link.Connections;
import io.sluice.task.enqueue.Durability;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** How servers of later versions are found out about. */
class JudgingTest {
  private static final Duration SOON = Duration.ofSeconds(15);
  private static final String EVERY_SECOND =
      config("appendonly", "yes", "appendfsync", "everysec", "no-appendfsync-on-rewrite", "no");
  private static final String WRITTEN = "*2\r\n:1\r\n:0";

  private final AtomicInteger asked = new AtomicInteger();
  private ScriptedServer server;
  private Connections connections;

  @AfterEach
  void stop() throws IOException {
    connections.shutdown().block(SOON);
    server.close();
  }

  @Test
  void oneThatAnswersAtOnceThreeTimesIsNotBelieved() throws IOException {
    Judgement judgement = judged((line, nth) -> line.say(WRITTEN));

    assertThat(judgement.proof()).isNull();
    assertThat(judgement.refusal()).contains("WAITAOF", "7.4.2");
    assertThat(asked).hasValue(3);
  }

  @Test
  void oneThatTakesItsTimeIsBelieved() throws IOException {
    Judgement judgement =
        judged(
            (line, nth) -> {
              if (nth == 2) {
                Mono.delay(Judging.TOO_SOON.plusMillis(50)).block();
              }
              line.say(WRITTEN);
            });

    assertThat(judgement.proof()).isNotNull();
    assertThat(new String(judgement.proof().command().getBytes(), UTF_8)).isEqualTo("WAITAOF");
    assertThat(asked).hasValue(2);
  }

  @Test
  void oneWithoutTheCommandIsRefusedWithWhatToSet() throws IOException {
    Judgement judgement = judged((line, nth) -> line.say("-ERR unknown command 'WAITAOF'"));

    assertThat(judgement.refusal()).contains("WAITAOF", "appendfsync always");
  }

  private Judgement judged(Answer waitaof) throws IOException {
    ScriptedServer[] own = new ScriptedServer[1];
    own[0] =
        new ScriptedServer(
            (nth, line) -> {
              switch (own[0].commands().get(nth - 1)) {
                case "CONFIG" -> line.say(EVERY_SECOND);
                case "EXPIRE" -> line.say(":0");
                case "WAITAOF" -> waitaof.say(line, asked.incrementAndGet());
                default -> line.say("+OK");
              }
            });
    server = own[0];
    connections = new Connections(server.uri(), event -> {});
    return connections
        .open()
        .flatMap(open -> new Judging(open, "key".getBytes(UTF_8), 0).judge(Durability.FSYNC))
        .blockOptional(SOON)
        .orElseThrow();
  }

  private static String config(String... words) {
    StringBuilder said = new StringBuilder("*" + words.length);
    for (String word : words) {
      said.append("\r\n$").append(word.length()).append("\r\n").append(word);
    }
    return said.toString();
  }

  @FunctionalInterface
  private interface Answer {
    void say(ScriptedServer.Line line, int nth) throws IOException;
  }
}
