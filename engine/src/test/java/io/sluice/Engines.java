package io.sluice;

import io.sluice.config.SluiceConfig;
import io.sluice.crew.Hearing;
import io.sluice.encoding.Payloads;
import io.sluice.event.EngineListener;
import io.sluice.id.Ids;
import io.sluice.script.ScriptServer;
import io.sluice.task.enqueue.PayloadCodec;
import java.util.List;

/** Engines on a server that a test brings along. */
@SuppressWarnings("exports") // the server is nobody's outside
public final class Engines {
  public static Sluice on(
      ScriptServer server, SluiceConfig config, PayloadCodec codec, EngineListener listener) {
    return new Sluice(
        config,
        new Payloads(codec, null, config),
        Hearing.of(listener),
        new Ids(),
        server,
        List.of());
  }

  private Engines() {}
}
