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
 * A worker dies while it asks for less of what a claim gave it. The call arrives when another
 * worker runs the tasks, and must leave them to it. Random lives come to this once in hundreds.
 */
class LateShrinkTest {
  private static final int LIFE_MS = 3000;
  private static final int GRACE_MS = 400;
  private static final int TASKS = 3;
  private static final String DEAD = "dead";
  private static final String ALIVE = "alive";
  private static final String FIRST = "1";

  private static final Variant RECEIPT_TRUSTED =
      new Variant(
          "RECEIPT_TRUSTED",
          List.of(new Edit("shrink", "if isHeldBy(holder, token) then", "if holder then")),
          false);

  @Test
  void theTasksStayWithTheWorkerThatRunsThem() {
    assertThat(runningAfterTheLateCall(Variant.PRODUCTION)).isEqualTo(TASKS);
  }

  @Test
  void aReceiptThatIsTrustedTakesThemAway() {
    assertThat(runningAfterTheLateCall(RECEIPT_TRUSTED)).isLessThan(TASKS);
  }

  private static int runningAfterTheLateCall(Variant variant) {
    try (TestRedis redis = TestRedis.start();
        RedisLine line = new RedisLine(redis.port())) {
      Server server = new Server(line, new Programs(variant));
      enqueue(server);
      claimAll(server, DEAD);
      server.advance(LIFE_MS + 1);
      reapAll(server);
      claimAll(server, ALIVE);

      Answer left = run(server, "shrink", DEAD + "/c", List.of(DEAD, FIRST, "1", "0"));

      List<String> holders = server.members("HVALS", "running");
      assertThat(holders).allMatch(token -> token.startsWith(ALIVE + ":"));
      assertThat(left.texts(0)).hasSize(TASKS - holders.size());
      return holders.size();
    }
  }

  private static void enqueue(Server server) {
    List<String> args = new ArrayList<>(List.of(FIRST, "0", "" + TASKS));
    for (int i = 0; i < TASKS; i++) {
      args.addAll(List.of("t" + i, "envelope"));
    }
    assertThat(run(server, "enqueue", "producer/e0", args).is("ok")).isTrue();
  }

  private static void claimAll(Server server, String session) {
    assertThat(server.read("open", session, "" + LIFE_MS).is("ok")).isTrue();
    List<String> args = List.of(session, FIRST, "" + TASKS, "1000000", "0");
    assertThat(run(server, "claim", session + "/c", args).part(2).texts(0)).hasSize(TASKS);
  }

  private static void reapAll(Server server) {
    String grace = String.valueOf(GRACE_MS);
    Answer answer = server.read("reap", "100", "5", grace, "0", "0", "Poison crashed");
    assertThat(answer.number(0)).isZero();
    assertThat(server.command("HLEN", ScriptText.key("running"))).isEqualTo(0L);
  }

  private static Answer run(Server server, String verb, String lane, List<String> args) {
    Answer answer = server.run(new Call(verb, lane, args));
    assertThat(answer).isNotNull();
    return answer;
  }
}
