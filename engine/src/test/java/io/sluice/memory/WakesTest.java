package io.sluice.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.script.ScriptText;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A worker that rests for a word hears of what comes, also beside tasks that it may not take. */
class WakesTest {
  private static final String SPOT = "a\0005" + "0".repeat(13);
  private static final String LANED = "\2" + (char) SPOT.length() + SPOT + "\1\0\4mail\0";
  private static final String PLAIN = "\1\0\3pay\0";

  private final ModelTwin server = new ModelTwin();

  @BeforeEach
  void aClaimOfATypeHasLeftATaskOfAGroup() {
    server.clock(1_700_000_000_000L);
    run(ScriptCall.of("open", "S", 60_000));
    run(ScriptCall.inLane("enqueue", "p/e0", 1, 0, 0, "t1", LANED, 0));
    run(ScriptCall.inLane("claim", "S/c", "S", 1, 9, 1000, 1, "pay"));
    server.listen(ScriptText.key("ready"));
  }

  @Test
  void ofATaskOfTheGroup() {
    run(ScriptCall.inLane("enqueue", "p/e0", 2, 0, 0, "t2", LANED, 0));

    assertWoken();
  }

  @Test
  void ofAPlainTask() {
    run(ScriptCall.inLane("enqueue", "p/e0", 2, 0, 1, "t2", PLAIN));

    assertWoken();
  }

  @Test
  void onceOfManyPlainTasks() {
    run(ScriptCall.inLane("enqueue", "p/e0", 2, 0, 2, "t2", PLAIN, "t3", PLAIN));
    run(ScriptCall.inLane("enqueue", "p/e0", 3, 0, 1, "t4", PLAIN));

    assertWoken();
  }

  private void assertWoken() {
    assertThat(server.told()).containsExactly(List.of(ScriptText.key("ready"), ""));
  }

  private void run(ScriptCall call) {
    assertThat(server.run(call)).as("%s", call).isNotInstanceOf(Twin.Refused.class);
  }
}
