package io.sluice.gateway.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Sluice;
import io.sluice.gateway.embedded.EmbeddedRedis;
import io.sluice.gateway.embedded.RedisOptions;
import io.sluice.remote.ClaimRequest;
import io.sluice.task.enqueue.PushTarget;
import io.sluice.task.view.QueueSettings;
import java.io.StringWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The doctor looks whether somebody sends the tasks of a queue to its target. */
class TargetFindingsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final EmbeddedRedis server =
      EmbeddedRedis.start(RedisOptions.IN_MEMORY.withAppendOnly(true));
  private final StringWriter out = new StringWriter();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void saysThatNobodySendsTheTasksOfAQueueWithATarget() {
    try (Sluice sluice = Sluice.connect(server.uri())) {
      QueueSettings settings =
          QueueSettings.NONE.target(
              new PushTarget("https://shop.example/hooks", PushTarget.DEFAULT_METHOD, Map.of()));
      sluice.queues().configure("mail", settings).block(PATIENCE);

      assertThat(doctor()).isEqualTo(1);
      assertThat(out.toString())
          .contains("wrong  target of queue mail  no gateway sends tasks to https://shop.example")
          .contains("--push-file and a line allow=https://shop.example:443");

      String gateway =
          sluice
              .remote("mail")
              .claim(new ClaimRequest(null, 1, Duration.ZERO, Set.of(), "push:7@here"))
              .block(PATIENCE)
              .session();
      out.getBuffer().setLength(0);
      assertThat(doctor()).isZero();
      assertThat(out.toString())
          .contains("ok     target of queue mail  https://shop.example/hooks, by 7@here");

      sluice
          .remote("mail")
          .claim(new ClaimRequest(null, 1, Duration.ZERO, Set.of()))
          .block(PATIENCE);
      out.getBuffer().setLength(0);
      assertThat(doctor()).isZero();
      assertThat(out.toString()).contains("note   target of queue mail", "1 other workers");
      sluice.remote("mail").release(gateway, Map.of()).block(PATIENCE);
    }
  }

  /** Writes them down; 1 when something is wrong. */
  private int doctor() {
    try (Sluice sluice = Sluice.connect(server.uri())) {
      List<Finding> findings =
          new Examination(sluice, false, InstantSource.system())
              .findings()
              .collectList()
              .block(PATIENCE);
      findings.forEach(
          one ->
              out.write(
                  "%-5s  %s  %s → %s%n"
                      .formatted(one.level().wireName(), one.what(), one.found(), one.advice())));
      return findings.stream().anyMatch(one -> one.level() == Finding.Level.WRONG) ? 1 : 0;
    }
  }
}
