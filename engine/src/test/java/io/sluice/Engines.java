package io.sluice;

import io.sluice.config.SluiceConfig;
import io.sluice.crew.Hearing;
import io.sluice.event.EngineListener;
import io.sluice.id.Ids;
import io.sluice.store.TaskStore;
import io.sluice.task.enqueue.PayloadCodec;
import java.util.List;

/** Engines on a store that a test brings along. */
@SuppressWarnings("exports") // the store is nobody's outside
public final class Engines {
  public static Sluice on(
      TaskStore store, SluiceConfig config, PayloadCodec codec, EngineListener listener) {
    return new Sluice(config, codec, Hearing.of(listener), new Ids(), store, List.of());
  }

  private Engines() {}
}
