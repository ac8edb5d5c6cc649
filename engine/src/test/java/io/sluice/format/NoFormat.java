package io.sluice.format;

import io.sluice.script.Args;
import io.sluice.script.Call;
import io.sluice.script.Reply;
import io.sluice.script.Script;
import io.sluice.script.ScriptServer;
import io.sluice.script.ServerView;
import io.sluice.script.Slot;
import io.sluice.task.RedisUnavailableException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** A server of which a user may use all but the key of the format. */
final class NoFormat extends ServerView {
  NoFormat(ScriptServer server) {
    super(server);
  }

  @Override
  public Mono<Reply> run(Script script, Slot slot, @Nullable Call call, Args args) {
    return script == Script.FORMAT || script == Script.STAMP
        ? Mono.error(new RedisUnavailableException("NOPERM", null))
        : server.run(script, slot, call, args);
  }
}
