package io.sluice.gateway.api.queues;

import io.sluice.gateway.json.ObjectShape;
import io.sluice.gateway.problem.FieldErrors;
import io.sluice.gateway.problem.Quoted;
import io.sluice.task.TaskState;
import io.sluice.task.view.Redrive;
import org.jspecify.annotations.Nullable;

/** What is to be redriven, as it is read. */
final class RedriveBody {
  private static final ObjectShape<RedriveBody> FILTER =
      ObjectShape.<RedriveBody>empty()
          .field("type", (body, value) -> body.type = value.text())
          .field("error", (body, value) -> body.error = value.text());

  private static final ObjectShape<RedriveBody> SHAPE =
      ObjectShape.<RedriveBody>empty()
          .field("from", (body, value) -> body.from = value.text())
          .field("rate", (body, value) -> body.rate = value.integer())
          .object("filter", FILTER, body -> body)
          .field("dryRun", (body, value) -> body.dryRun = value.flag());

  private @Nullable String from;
  private @Nullable Integer rate;
  private @Nullable String type;
  private @Nullable String error;
  private @Nullable Boolean dryRun;
  private Redrive redrive = Redrive.ALL;

  private RedriveBody() {}

  /**
   * @throws io.sluice.gateway.problem.ProblemException {@code malformed_json}, or {@code
   *     validation_failed}
   */
  static RedriveBody parse(byte[] bytes) {
    RedriveBody body = new RedriveBody();
    FieldErrors errors = new FieldErrors();
    SHAPE.readDocument(bytes, body, errors);
    body.check(errors);
    errors.throwIfAny();
    return body;
  }

  Redrive redrive() {
    return redrive;
  }

  boolean dryRun() {
    return dryRun != null && dryRun;
  }

  private void check(FieldErrors errors) {
    String dead = TaskState.DEAD.wireName();
    if (from == null && !errors.isAt("/from")) {
      errors.add("/from", "from is required, " + dead);
    } else if (from != null && !from.equals(dead)) {
      errors.add("/from", "from must be " + dead + ", is " + Quoted.of(from));
    }
    redrive = errors.attempt(redrive, all -> new Redrive(rate, type, error));
  }
}
