package io.sluice.script;

import io.sluice.task.enqueue.Durability;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** A view of a server whose calls of lanes wait until what they wrote is as safe as asked. */
public final class ConfirmingServer extends ServerView {
  private final Durability level;

  /**
   * @param level above {@link Durability#MEMORY}
   */
  public ConfirmingServer(ScriptServer server, Durability level) {
    super(server);
    this.level = level;
  }

  @Override
  public Mono<Reply> run(Script script, Slot slot, @Nullable Call call, Args args) {
    return call == null
        ? server.run(script, slot, null, args)
        : server.runConfirmed(level, script, slot, call, args);
  }
}
