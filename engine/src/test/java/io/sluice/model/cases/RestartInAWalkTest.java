package io.sluice.model.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.script.Edit;
import io.sluice.script.ScriptText;
import io.sluice.spec.Answer;
import io.sluice.spec.Call;
import io.sluice.spec.Programs;
import io.sluice.spec.Server;
import io.sluice.spec.Variant;
import io.sluice.testing.RedisLine;
import io.sluice.testing.TestRedis;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A walk over the running tasks goes on after Redis was killed in its midst. Its cursor does not:
 * it means nothing to another process, which orders the same hash another way.
 */
class RestartInAWalkTest {
  private static final int LIFE_MS = 3000;
  private static final int GRACE_MS = 400;
  private static final int TASKS = 3000;
  private static final int BATCH = 250;
  private static final int FEW_AT_A_TIME = 10;
  private static final int HALF = TASKS / 2;
  private static final String SESSION = "dead";
  private static final String ENOUGH_BYTES = "1000000";
  private static final String ANY_TYPE = "0";
  private static final Variant CURSOR_TRUSTED =
      new Variant(
          "CURSOR_TRUSTED",
          List.of(Edit.cut("reap", "if run ~= runBefore then cursor = '0' end")),
          false);

  @Test
  void theWalkOverADeadSessionMissesNothing() {
    assertThat(leftRunningAfterRestart(Variant.PRODUCTION)).isZero();
  }

  @Test
  void aCursorThatIsTrustedOverARestartMissesTasks() {
    assertThat(leftRunningAfterRestart(CURSOR_TRUSTED)).isPositive();
  }

  private static long leftRunningAfterRestart(Variant variant) {
    try (TestRedis redis = TestRedis.durable()) {
      try (RedisLine line = new RedisLine(redis.port())) {
        Server server = new Server(line, new Programs(variant));
        runAllInOneSession(server);
        server.advance(LIFE_MS + 1);
        while (running(server) > HALF) {
          assertThat(reap(server)).isTrue();
        }
      }
      redis.kill();
      redis.restart();
      try (RedisLine line = new RedisLine(redis.port())) {
        Server server = new Server(line, new Programs(variant));
        server.advance(LIFE_MS + 2);
        while (reap(server)) {
          assertThat(running(server)).isLessThanOrEqualTo(HALF);
        }
        return running(server);
      }
    }
  }

  private static void runAllInOneSession(Server server) {
    assertThat(server.read("open", SESSION, String.valueOf(LIFE_MS)).is("ok")).isTrue();
    for (int seq = 1; seq <= TASKS / BATCH; seq++) {
      List<String> enqueue = new ArrayList<>(List.of("" + seq, "0", "" + BATCH));
      for (int i = 0; i < BATCH; i++) {
        enqueue.addAll(List.of("t" + seq + "-" + i, "envelope"));
      }
      call(server, "enqueue", "producer/e0", enqueue);
      call(
          server,
          "claim",
          SESSION + "/c",
          List.of(SESSION, "" + seq, "" + BATCH, ENOUGH_BYTES, ANY_TYPE));
    }
    assertThat(running(server)).isEqualTo(TASKS);
  }

  /** Whether there is more to walk. */
  private static boolean reap(Server server) {
    String grace = String.valueOf(GRACE_MS);
    Answer answer = server.read("reap", "" + FEW_AT_A_TIME, "5", grace, "0", "0", "Poison crashed");
    return answer.number(0) == 1;
  }

  private static void call(Server server, String verb, String lane, List<String> args) {
    Answer answer = server.run(new Call(verb, lane, args));
    assertThat(answer).isNotNull();
    assertThat(answer.text(0)).isEqualTo("ok");
  }

  private static long running(Server server) {
    return (Long) server.command("HLEN", ScriptText.key("running"));
  }
}
