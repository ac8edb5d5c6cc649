package io.sluice.gateway.api.claims;

import io.sluice.gateway.api.tasks.Reach;
import io.sluice.gateway.json.Item;
import io.sluice.gateway.json.ObjectShape;
import io.sluice.gateway.problem.FieldErrors;
import io.sluice.remote.ClaimRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How tasks ended and what is asked for next, as it is read. */
final class SettleBody {
  /** Outcomes of one call. */
  private static final int MOST_OUTCOMES = 1_000;

  private static final ObjectShape<SettleBody> SHAPE =
      ObjectShape.<SettleBody>empty()
          .field("session", (body, value) -> body.session = value.text())
          .holding(
              "outcomes",
              OutcomeBody.SHAPE,
              (body, value) ->
                  body.outcomes = value.objects(OutcomeBody.SHAPE, OutcomeBody::new, MOST_OUTCOMES))
          .object("claim", ClaimBody.OF_SETTLE, SettleBody::newClaim);

  private @Nullable String session;
  private List<Item<OutcomeBody>> outcomes = List.of();
  private @Nullable ClaimBody claim;

  private SettleBody() {}

  /**
   * What the body says.
   *
   * @param claim what is asked for next, or null
   */
  record Settle(String session, List<ReadOutcome> outcomes, @Nullable ClaimRequest claim) {}

  /**
   * What is wrong with one outcome is told of that one.
   *
   * @throws io.sluice.gateway.problem.ProblemException {@code malformed_json}, or {@code
   *     validation_failed}, about the call as a whole
   */
  static Settle parse(Reach reach, byte[] bytes, int maxResultBytes) {
    SettleBody body = new SettleBody();
    FieldErrors errors = new FieldErrors();
    SHAPE.readDocument(bytes, body, errors);
    Settle settle = body.settle(reach, maxResultBytes, errors);
    errors.throwIfAny();
    return settle;
  }

  private ClaimBody newClaim() {
    ClaimBody fresh = new ClaimBody();
    claim = fresh;
    return fresh;
  }

  private Settle settle(Reach reach, int maxResultBytes, FieldErrors errors) {
    if (session == null && !errors.isAt("/session")) {
      errors.add("/session", "session is required");
    }
    if (outcomes.isEmpty() && claim == null && !errors.isAt("/outcomes")) {
      errors.add("/outcomes", "outcomes must not be empty, unless claim is given");
    }
    FieldErrors ofClaim = new FieldErrors();
    ClaimRequest next = claim == null ? null : claim.request(session, ofClaim);
    errors.addAll("/claim", ofClaim);
    return new Settle(
        session == null ? "" : session,
        outcomes.stream().map(outcome -> OutcomeBody.read(outcome, reach, maxResultBytes)).toList(),
        next);
  }
}
