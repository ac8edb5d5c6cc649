package io.sluice.gateway.api.claims;

import io.sluice.gateway.json.ObjectShape;
import io.sluice.gateway.problem.FieldErrors;
import io.sluice.gateway.problem.Problem;
import io.sluice.gateway.problem.ProblemCode;
import io.sluice.remote.EmitRequest;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.TaskId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a worker emits, as it is read. */
final class EmitBody {
  private static final ObjectShape<EmitBody> SHAPE =
      ObjectShape.<EmitBody>empty()
          .field("session", (body, value) -> body.session = value.text())
          .field("id", (body, value) -> body.id = value.text())
          .field("token", (body, value) -> body.token = value.text())
          .field("from", (body, value) -> body.from = value.longInteger())
          .field("items", (body, value) -> body.items = value.rawList(EmitRequest.MOST_ITEMS));

  private @Nullable String session;
  private @Nullable String id;
  private @Nullable String token;
  private @Nullable Long from;
  private List<byte[]> items = List.of();

  private EmitBody() {}

  /** What the body says. */
  record Emit(String session, EmitRequest request) {}

  /**
   * @throws io.sluice.gateway.problem.ProblemException {@code malformed_json}, {@code
   *     validation_failed} or {@code payload_too_large}
   */
  static Emit parse(byte[] bytes, int maxItemBytes) {
    EmitBody body = new EmitBody();
    FieldErrors errors = new FieldErrors();
    SHAPE.readDocument(bytes, body, errors);
    Emit emit = body.emit(maxItemBytes, errors);
    errors.throwIfAny();
    return emit;
  }

  private Emit emit(int maxItemBytes, FieldErrors errors) {
    require(errors, "session", session);
    require(errors, "id", id);
    require(errors, "token", token);
    require(errors, "from", from);
    if (from != null && from < 0) {
      errors.add("/from", "from must be 0 or more, is " + from);
    }
    if (items.isEmpty() && !errors.isAt("/items")) {
      errors.add("/items", "items must not be empty");
    }
    TaskId task = id == null ? null : task(id, errors);
    errors.throwIfAny();
    for (int i = 0; i < items.size(); i++) {
      requireFits(i, items.get(i).length, maxItemBytes);
    }
    return new Emit(
        Objects.requireNonNull(session),
        new EmitRequest(
            Objects.requireNonNull(task),
            Objects.requireNonNull(token),
            Objects.requireNonNull(from),
            items));
  }

  private static @Nullable TaskId task(String id, FieldErrors errors) {
    try {
      return TaskId.of(id);
    } catch (InvalidTaskException badId) {
      errors.add("/id", String.valueOf(badId.getMessage()));
      return null;
    }
  }

  private static void require(FieldErrors errors, String field, @Nullable Object value) {
    if (value == null && !errors.isAt('/' + field)) {
      errors.add('/' + field, field + " is required");
    }
  }

  private static void requireFits(int index, int bytes, int most) {
    if (bytes > most) {
      throw Problem.of(
              ProblemCode.PAYLOAD_TOO_LARGE, "item is " + bytes + " bytes, the limit is " + most)
          .at("/items/" + index)
          .asException();
    }
  }
}
