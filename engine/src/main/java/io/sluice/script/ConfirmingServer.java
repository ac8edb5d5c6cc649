package io.sluice.script;

import io.sluice.task.enqueue.Durability;
import io.sluice.task.view.ServerFacts;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A view of a server whose calls of lanes wait until what they wrote is as safe as asked. */
public final class ConfirmingServer implements ScriptServer {
  private final ScriptServer server;
  private final Durability level;

  /**
   * @param level above {@link Durability#MEMORY}
   */
  public ConfirmingServer(ScriptServer server, Durability level) {
    this.server = server;
    this.level = level;
  }

  @Override
  public Mono<Reply> run(Script script, Slot slot, @Nullable Call call, Args args) {
    return call == null
        ? server.run(script, slot, null, args)
        : server.runConfirmed(level, script, slot, call, args);
  }

  @Override
  public Flux<String> hints(String channel) {
    return server.hints(channel);
  }

  @Override
  public Flux<byte[]> messages(String channel) {
    return server.messages(channel);
  }

  @Override
  public Landing landing(Slot slot) {
    return server.landing(slot);
  }

  @Override
  public Instant now(Slot slot) {
    return server.now(slot);
  }

  @Override
  public Mono<ServerFacts> facts() {
    return server.facts();
  }

  @Override
  public Mono<Void> ping() {
    return server.ping();
  }

  @Override
  public Mono<Void> close() {
    return server.close();
  }
}
