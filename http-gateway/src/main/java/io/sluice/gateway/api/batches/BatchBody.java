package io.sluice.gateway.api.batches;

import io.sluice.gateway.api.tasks.Reach;
import io.sluice.gateway.api.tasks.ThenBody;
import io.sluice.gateway.json.ObjectShape;
import io.sluice.gateway.problem.FieldErrors;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.batch.BatchId;
import io.sluice.task.batch.BatchPolicy;
import io.sluice.task.enqueue.FollowUp;
import io.sluice.task.enqueue.NewBatch;
import java.time.Duration;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The body of the opening of a batch, as it is read. */
final class BatchBody {
  static final ObjectShape<BatchBody> SHAPE =
      ObjectShape.<BatchBody>empty()
          .field("name", (body, value) -> body.name = value.text())
          .field("onFailure", (body, value) -> body.onFailure = value.oneOf(BatchPolicy.class))
          .field("onComplete", (body, value) -> body.onComplete = ThenBody.callback(value))
          .field("onSuccess", (body, value) -> body.onSuccess = ThenBody.callback(value))
          .field("onDeath", (body, value) -> body.onDeath = ThenBody.callback(value))
          .field("openFor", (body, value) -> body.openFor = value.duration())
          .field("parent", (body, value) -> body.parent = value.text())
          .field("gather", (body, value) -> body.gather = Boolean.TRUE.equals(value.flag()));

  private @Nullable String name;
  private @Nullable BatchPolicy onFailure;
  private @Nullable ThenBody onComplete;
  private @Nullable ThenBody onSuccess;
  private @Nullable ThenBody onDeath;
  private @Nullable Duration openFor;
  private @Nullable String parent;
  private boolean gather;

  private BatchBody() {}

  /**
   * The batch that the body describes; a body may be missing.
   *
   * @param reach its home, and where its callbacks may go
   * @throws io.sluice.gateway.problem.ProblemException {@code malformed_json}, or {@code
   *     validation_failed} with all bad fields
   */
  static NewBatch parse(Reach reach, byte[] bytes) {
    BatchBody body = new BatchBody();
    FieldErrors errors = new FieldErrors();
    SHAPE.readDocumentIfAny(bytes, body, errors);
    NewBatch batch = body.batch(reach, errors);
    errors.throwIfAny();
    return batch;
  }

  private NewBatch batch(Reach reach, FieldErrors errors) {
    NewBatch batch = NewBatch.DEFAULT;
    batch = with(batch, name, NewBatch::name, errors);
    batch = with(batch, onFailure, NewBatch::onFailure, errors);
    batch = with(batch, openFor, NewBatch::openFor, errors);
    batch = with(batch, parent(reach, errors), NewBatch::in, errors);
    FollowUp complete = followUp("/onComplete", onComplete, reach, errors);
    FollowUp success = followUp("/onSuccess", onSuccess, reach, errors);
    FollowUp death = followUp("/onDeath", onDeath, reach, errors);
    return errors.attempt(
        batch,
        b ->
            new NewBatch(
                b.name(), b.policy(), complete, success, death, b.openFor(), b.parent(), gather));
  }

  private @Nullable BatchId parent(Reach reach, FieldErrors errors) {
    try {
      return parent == null ? null : reach.batch(parent);
    } catch (InvalidTaskException refused) {
      errors.add("/parent", String.valueOf(refused.getMessage()));
      return null;
    }
  }

  private static @Nullable FollowUp followUp(
      String at, @Nullable ThenBody callback, Reach reach, FieldErrors errors) {
    return callback == null ? null : callback.at(at, reach, errors);
  }

  /** What is not given, and what will not do, is left as it is. */
  private static <V> NewBatch with(
      NewBatch batch,
      @Nullable V given,
      BiFunction<NewBatch, V, NewBatch> step,
      FieldErrors errors) {
    return given == null ? batch : errors.attempt(batch, b -> step.apply(b, given));
  }
}
