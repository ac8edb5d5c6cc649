package io.sluice.gateway.api.claims;

import io.sluice.gateway.json.ObjectShape;
import io.sluice.gateway.problem.FieldErrors;
import io.sluice.remote.ClaimRequest;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a worker asks for, as it is read. */
final class ClaimBody {
  private static final int DEFAULT_MAX = 1;

  /** As a part of a settle, which says of what session. */
  static final ObjectShape<ClaimBody> OF_SETTLE = shape();

  private static final ObjectShape<ClaimBody> SHAPE =
      shape().field("session", (body, value) -> body.session = value.text());

  private @Nullable Integer max;
  private @Nullable Duration patience;
  private List<String> types = List.of();
  private @Nullable String session;

  ClaimBody() {}

  private static ObjectShape<ClaimBody> shape() {
    return ObjectShape.<ClaimBody>empty()
        .field("max", (body, value) -> body.max = value.integer())
        .field("wait", (body, value) -> body.patience = value.duration())
        .field("types", (body, value) -> body.types = value.textList());
  }

  /**
   * @throws io.sluice.gateway.problem.ProblemException {@code malformed_json}, or {@code
   *     validation_failed}
   */
  static ClaimRequest parse(byte[] bytes) {
    ClaimBody body = new ClaimBody();
    FieldErrors errors = new FieldErrors();
    SHAPE.readDocument(bytes, body, errors);
    ClaimRequest request = body.request(body.session, errors);
    errors.throwIfAny();
    return request;
  }

  ClaimRequest request(@Nullable String ofSession, FieldErrors errors) {
    int most = max == null ? DEFAULT_MAX : max;
    Duration longest = patience == null ? Duration.ZERO : patience;
    ClaimRequest blank = new ClaimRequest(ofSession, DEFAULT_MAX, Duration.ZERO, Set.of());
    return errors.attempt(
        blank, none -> new ClaimRequest(ofSession, most, longest, Set.copyOf(types)));
  }
}
