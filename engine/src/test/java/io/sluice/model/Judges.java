package io.sluice.model;

import io.sluice.spec.Answer;
import io.sluice.spec.Call;
import io.sluice.spec.QueueModel;
import io.sluice.spec.Server;
import org.jspecify.annotations.Nullable;

/**
 * Runs calls, and has each that ran judged at once, whether its client hears the answer or not: by
 * the promise, and by the model of the scripts.
 */
final class Judges {
  private final Server server;
  private final QueueModel model;
  private final Promise promise;
  private final Sightings sightings;
  private final History history;
  private final Ids ids;

  Judges(
      Server server,
      QueueModel model,
      Promise promise,
      Sightings sightings,
      History history,
      Ids ids) {
    this.server = server;
    this.model = model;
    this.promise = promise;
    this.sightings = sightings;
    this.history = history;
    this.ids = ids;
  }

  /** A refusal for want of memory is given back as null. */
  @Nullable Answer run(Call call) {
    Answer answer = ran(call);
    if (answer != null) {
      history.ran(call, answer);
      Look look = Look.at(server);
      ids.sawIn(look.waiting());
      promise.hear(call, answer, look);
      agrees(() -> model.hold(call, answer));
      sightings.ran(call, answer);
    }
    return answer;
  }

  private @Nullable Answer ran(Call call) {
    try {
      return server.run(call);
    } catch (Server.ScriptFailed failed) {
      throw history.violation(failed.getMessage());
    }
  }

  /** Compares all that Redis holds with the model. */
  void check() {
    agrees(model::check);
  }

  private void agrees(Runnable comparison) {
    try {
      comparison.run();
    } catch (QueueModel.Different different) {
      throw history.violation(different.getMessage());
    }
  }
}
