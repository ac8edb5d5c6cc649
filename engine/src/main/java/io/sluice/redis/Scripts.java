package io.sluice.redis;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.sluice.guard.Awaited;
import io.sluice.guard.Guarded;
import io.sluice.redis.link.Connections;
import io.sluice.redis.link.Errors;
import io.sluice.script.Args;
import io.sluice.script.Call;
import io.sluice.script.Key;
import io.sluice.script.Reply;
import io.sluice.script.Script;
import io.sluice.script.Slot;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Runs scripts on one connection: EVALSHA, and once EVAL when the server does not know it yet. They
 * are not all loaded beforehand: Redis walks through all scripts that it holds again and again, and
 * with all of them each call takes longer.
 */
public final class Scripts {
  private final StatefulRedisConnection<byte[], byte[]> connection;
  private final Consumer<Throwable> onError;

  /** For one server that stays what it is. */
  public Scripts(StatefulRedisConnection<byte[], byte[]> connection) {
    this(connection, error -> {});
  }

  /**
   * @param onError hears what each call that fails ended with
   */
  Scripts(StatefulRedisConnection<byte[], byte[]> connection, Consumer<Throwable> onError) {
    this.connection = connection;
    this.onError = onError;
  }

  /**
   * Makes a script known to the server; a user without the rights is told so. Where SCRIPT is
   * renamed or not allowed, whether scripts can be run is seen by one that does nothing.
   */
  Mono<Void> check(Script script) {
    return Guarded.<Object>step(() -> Connections.commands(connection).scriptLoad(script.source()))
        .onErrorResume(Errors::isForbidden, forbidden -> runNothing())
        .onErrorMap(error -> Errors.translate("script load", error))
        .then();
  }

  private Mono<Object> runNothing() {
    return Guarded.step(
        () -> Connections.commands(connection).eval("return 0", ScriptOutputType.INTEGER).next());
  }

  public Mono<Reply> run(Script script, Slot slot, @Nullable Call call, Args args) {
    return send(CommandType.EVALSHA, script, slot, call, args)
        .onErrorResume(
            error ->
                error instanceof RedisNoScriptException
                    ? send(CommandType.EVAL, script, slot, call, args)
                        .onErrorMap(again -> failed(script, again))
                    : Mono.error(failed(script, error)));
  }

  private Throwable failed(Script script, Throwable error) {
    onError.accept(error);
    return Errors.translate(script.verb(), error);
  }

  private Mono<Reply> send(
      CommandType command, Script script, Slot slot, @Nullable Call call, Args args) {
    return Guarded.step(
        () ->
            Awaited.call(() -> dispatched(command, line(command, script, slot, call, args)))
                .map(Reply::new));
  }

  /**
   * What follows the command.
   *
   * @param command EVALSHA, or EVAL for one that does not know the script
   */
  static CommandArgs<byte[], byte[]> line(
      CommandType command, Script script, Slot slot, @Nullable Call call, Args args) {
    CommandArgs<byte[], byte[]> line = new CommandArgs<>(ByteArrayCodec.INSTANCE);
    if (command == CommandType.EVALSHA) {
      line.add(script.digest());
    } else {
      line.add(script.source());
    }
    line.add(script.keys().size());
    for (Key key : script.keys()) {
      line.addKey(slot.key(key, call));
    }
    args.values().forEach(line::add);
    return line;
  }

  /** Not by the reactive commands, whose publishers cost a call several objects more. */
  private CompletableFuture<List<@Nullable Object>> dispatched(
      CommandType command, CommandArgs<byte[], byte[]> line) {
    AsyncCommand<byte[], byte[], List<@Nullable Object>> call =
        new AsyncCommand<>(
            new Command<>(command, new NestedMultiOutput<>(ByteArrayCodec.INSTANCE), line));
    connection.dispatch(call);
    return call;
  }
}
