package io.sluice.script;

import io.sluice.task.enqueue.Durability;
import io.sluice.task.view.ServerFacts;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A server as somebody else sees it: what is not said otherwise is that of the server below. */
public abstract class ServerView implements ScriptServer {
  protected final ScriptServer server;

  protected ServerView(ScriptServer server) {
    this.server = server;
  }

  @Override
  public Mono<Reply> runConfirmed(
      Durability level, Script script, Slot slot, @Nullable Call call, Args args) {
    return server.runConfirmed(level, script, slot, call, args);
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
