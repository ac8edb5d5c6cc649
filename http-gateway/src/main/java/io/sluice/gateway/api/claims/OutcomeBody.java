package io.sluice.gateway.api.claims;

import io.sluice.gateway.api.tasks.Reach;
import io.sluice.gateway.api.tasks.ThenBody;
import io.sluice.gateway.json.Item;
import io.sluice.gateway.json.ObjectShape;
import io.sluice.gateway.problem.FieldErrors;
import io.sluice.gateway.problem.Problem;
import io.sluice.gateway.problem.ProblemCode;
import io.sluice.gateway.problem.ProblemException;
import io.sluice.remote.Report;
import io.sluice.remote.Report.Ended;
import io.sluice.task.Failure;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.TaskId;
import io.sluice.task.enqueue.FollowUp;
import io.sluice.task.enqueue.RetryPolicy;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How one task ended, as it is read. */
final class OutcomeBody {
  private static final ObjectShape<OutcomeBody> FAILURE =
      ObjectShape.<OutcomeBody>empty()
          .field("type", (body, value) -> body.failureType = value.text())
          .field("message", (body, value) -> body.failureMessage = value.text())
          .field("trace", (body, value) -> body.failureTrace = value.text());

  static final ObjectShape<OutcomeBody> SHAPE =
      ObjectShape.<OutcomeBody>empty()
          .field("id", (body, value) -> body.id = value.text())
          .field("token", (body, value) -> body.token = value.text())
          .field("outcome", (body, value) -> body.word = value.oneOf(Word.class))
          .nullableField("result", (body, value) -> body.result = value.raw())
          .object("failure", FAILURE, OutcomeBody::failed)
          .field("delay", (body, value) -> body.delay = value.duration())
          .field("for", (body, value) -> body.time = value.duration())
          .field("then", (body, value) -> body.then = ThenBody.items(value));

  private static final byte[] NULL = {'n', 'u', 'l', 'l'};
  private static final String FAILURE_TYPE = "Error";

  /** Of an id that no task can have; the others are shorter. */
  private static final int MAX_SHOWN_ID = 128;

  private @Nullable String id;
  private @Nullable String token;
  private @Nullable Word word;
  private byte @Nullable [] result;
  private boolean hasFailure;
  private @Nullable String failureType;
  private @Nullable String failureMessage;
  private @Nullable String failureTrace;
  private @Nullable Duration delay;
  private @Nullable Duration time;
  private List<Item<ThenBody>> then = List.of();

  private enum Word {
    SUCCEED,
    RETRY,
    BURY,
    RELEASE,
    SNOOZE,
    THROTTLE
  }

  OutcomeBody() {}

  /** What it reports, or why it is refused. */
  static ReadOutcome read(Item<OutcomeBody> item, Reach reach, int maxResultBytes) {
    OutcomeBody body = item.target();
    String id = body.id == null ? "" : body.id;
    String shown = id.substring(0, Math.min(id.length(), MAX_SHOWN_ID));
    if (item.refused() != null) {
      return ReadOutcome.refused(shown, item.refused());
    }
    try {
      return ReadOutcome.of(body.report(item.pointer(), reach, maxResultBytes, item.errors()));
    } catch (ProblemException refused) {
      return ReadOutcome.refused(shown, refused.problem());
    }
  }

  private Report report(String pointer, Reach reach, int maxResultBytes, FieldErrors errors) {
    require(errors, pointer, "id", id);
    require(errors, pointer, "token", token);
    require(errors, pointer, "outcome", word);
    if (word != null) {
      checkFields(word, pointer, errors);
    }
    TaskId task = id == null ? null : task(id, pointer, errors);
    List<FollowUp> followUps = ThenBody.read(then, reach, errors);
    errors.throwIfAny();
    return new Report(
        Objects.requireNonNull(task),
        Objects.requireNonNull(token),
        ended(Objects.requireNonNull(word), pointer, maxResultBytes, followUps));
  }

  private static @Nullable TaskId task(String id, String pointer, FieldErrors errors) {
    try {
      return TaskId.of(id);
    } catch (InvalidTaskException badId) {
      errors.add(pointer + "/id", String.valueOf(badId.getMessage()));
      return null;
    }
  }

  private OutcomeBody failed() {
    hasFailure = true;
    return this;
  }

  private void checkFields(Word outcome, String pointer, FieldErrors errors) {
    boolean fails = outcome == Word.RETRY || outcome == Word.BURY;
    boolean waits = outcome == Word.RETRY || outcome == Word.SNOOZE;
    refuse(errors, pointer, "result", hasResult() && outcome != Word.SUCCEED, outcome);
    refuse(errors, pointer, "then", !then.isEmpty() && outcome != Word.SUCCEED, outcome);
    refuse(errors, pointer, "failure", hasFailure && !fails, outcome);
    refuse(errors, pointer, "delay", delay != null && !waits, outcome);
    refuse(errors, pointer, "for", time != null && outcome != Word.THROTTLE, outcome);
    if (fails && !hasFailure) {
      require(errors, pointer, "failure", null);
    }
    if (outcome == Word.SNOOZE) {
      require(errors, pointer, "delay", delay);
    }
    if (outcome == Word.THROTTLE) {
      require(errors, pointer, "for", time);
    }
    requireWithin(errors, pointer, "delay", delay);
    requireWithin(errors, pointer, "for", time);
  }

  private static void requireWithin(
      FieldErrors errors, String pointer, String field, @Nullable Duration given) {
    if (given != null && given.compareTo(RetryPolicy.LONGEST) > 0) {
      errors.add(
          pointer + '/' + field,
          field + " must be at most " + RetryPolicy.LONGEST + ", is " + given);
    }
  }

  /** Null is a result like any other of a task that succeeded, and none of all others. */
  private boolean hasResult() {
    return result != null && !Arrays.equals(result, NULL);
  }

  private Ended ended(Word outcome, String pointer, int maxResultBytes, List<FollowUp> followUps) {
    Failure failure =
        Failure.of(
            failureType == null ? FAILURE_TYPE : failureType,
            failureMessage == null ? "" : failureMessage,
            failureTrace);
    return switch (outcome) {
      case SUCCEED -> new Ended.Succeeded(result(pointer, maxResultBytes), followUps);
      case RETRY -> new Ended.Failed(failure, delay);
      case BURY -> new Ended.Hopeless(failure);
      case RELEASE -> new Ended.Released();
      case SNOOZE -> new Ended.PutOff(delay == null ? Duration.ZERO : delay);
      case THROTTLE -> new Ended.Throttled(time == null ? Duration.ZERO : time);
    };
  }

  private byte[] result(String pointer, int maxResultBytes) {
    byte[] bytes = result == null ? new byte[0] : result;
    if (bytes.length > maxResultBytes) {
      throw Problem.of(
              ProblemCode.PAYLOAD_TOO_LARGE,
              "result is " + bytes.length + " bytes, the limit is " + maxResultBytes)
          .at(pointer + "/result")
          .asException();
    }
    return bytes;
  }

  private static void require(
      FieldErrors errors, String pointer, String field, @Nullable Object value) {
    if (value == null && !errors.isAt(pointer + '/' + field)) {
      errors.add(pointer + '/' + field, field + " is required");
    }
  }

  private static void refuse(
      FieldErrors errors, String pointer, String field, boolean given, Word outcome) {
    if (given) {
      errors.add(
          pointer + '/' + field,
          field + " is not allowed with " + outcome.name().toLowerCase(Locale.ROOT));
    }
  }
}
