package io.sluice.gateway.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ProblemCodeTest {
  private static final String CONTRACT =
      "malformed_json validation_failed not_found method_not_allowed unknown_task unknown_queue"
          + " unknown_schedule unknown_batch batch_sealed unknown_report payload_too_large"
          + " unsupported_media_type duplicate_task idempotency_in_progress idempotency_mismatch"
          + " state_conflict queue_full rate_limited task_dead task_cancelled task_expired"
          + " unknown_session token_lost unauthenticated forbidden request_timeout"
          + " redis_unavailable redis_out_of_memory overloaded internal";

  @Test
  void areTheClosedListOfTheContract() {
    assertThat(Arrays.stream(ProblemCode.values()).map(ProblemCode::wireName))
        .containsExactlyInAnyOrder(CONTRACT.split(" "));
  }

  @Test
  void areFoundByTheirNameOnTheWire() {
    for (ProblemCode code : ProblemCode.values()) {
      assertThat(ProblemCode.ofWireName(code.wireName())).contains(code);
    }
    assertThat(ProblemCode.ofWireName("INTERNAL")).isEmpty();
  }
}
