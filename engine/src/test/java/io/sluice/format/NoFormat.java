package io.sluice.format;

import io.sluice.script.Args;
import io.sluice.script.Call;
import io.sluice.script.Landing;
import io.sluice.script.Reply;
import io.sluice.script.Script;
import io.sluice.script.ScriptServer;
import io.sluice.script.Slot;
import io.sluice.task.RedisUnavailableException;
import io.sluice.task.view.ServerFacts;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A server of which a user may use all but the key of the format. */
final class NoFormat implements ScriptServer {
  private final ScriptServer server;

  NoFormat(ScriptServer server) {
    this.server = server;
  }

  @Override
  public Mono<Reply> run(Script script, Slot slot, @Nullable Call call, Args args) {
    return script == Script.FORMAT || script == Script.STAMP
        ? Mono.error(new RedisUnavailableException("NOPERM", null))
        : server.run(script, slot, call, args);
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
