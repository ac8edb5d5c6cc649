package io.sluice.redis;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.RedisCommand;
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

/** A call that waits until what it wrote is safe. In one round at a time, and seldom in two. */
final class ConfirmedCall {
  /** As long as the scripts keep it. */
  private static final int RECEIPT_SECONDS = 3_600;

  /** Of a key that nothing reads. */
  private static final Call MARK = new Call("probe", "mark", 0);

  private static final int MARK_MILLIS = 1_000;

  private final Script script;
  private final Slot slot;
  private final @Nullable Call call;
  private final Args args;
  private final Judgement judgement;
  private final CompletableFuture<Reply> answer = new CompletableFuture<>();
  private @Nullable List<@Nullable Object> parts;
  private @Nullable Throwable failure;
  private boolean wrote;

  ConfirmedCall(Script script, Slot slot, @Nullable Call call, Args args, Judgement judgement) {
    this.script = script;
    this.slot = slot;
    this.call = call;
    this.args = args;
    this.judgement = judgement;
  }

  /** By which it is confirmed. */
  Judgement judgement() {
    return judgement;
  }

  CompletableFuture<Reply> answer() {
    return answer;
  }

  Script script() {
    return script;
  }

  /**
   * The script, and a write: that of the script may have been made before, and by another
   * connection, when the call is sent again, and one that only reads makes none. What a connection
   * has not written it need not wait for: without a write of its own Redis 7.4 and Valkey 8.0
   * answer at once that all is safe.
   *
   * @param by EVALSHA, or EVAL where the server may not know the script
   */
  List<RedisCommand<byte[], byte[], ?>> commands(CommandType by) {
    AsyncCommand<byte[], byte[], List<@Nullable Object>> run =
        Proof.command(by, Scripts.line(by, script, slot, call, args));
    parts = null;
    failure = null;
    wrote = true;
    CompletableFuture<?> unused =
        run.whenComplete(
            (said, error) -> {
              parts = said;
              failure = error;
            });
    return List.of(run, call == null ? mark() : renewal(call));
  }

  private AsyncCommand<byte[], byte[], List<@Nullable Object>> renewal(Call of) {
    return Proof.command(
        CommandType.EXPIRE,
        new CommandArgs<>(ByteArrayCodec.INSTANCE)
            .addKey(slot.key(Key.RECEIPT, of))
            .add(RECEIPT_SECONDS));
  }

  /** A full Redis refuses it, and so does a node that a slot is about to leave. */
  private AsyncCommand<byte[], byte[], List<@Nullable Object>> mark() {
    AsyncCommand<byte[], byte[], List<@Nullable Object>> write =
        Proof.command(
            CommandType.SET,
            new CommandArgs<>(ByteArrayCodec.INSTANCE)
                .addKey(slot.key(Key.RECEIPT, MARK))
                .add("1")
                .add("PX")
                .add(MARK_MILLIS));
    CompletableFuture<?> unused = write.whenComplete((said, error) -> wrote = error == null);
    return write;
  }

  /**
   * Its round is over.
   *
   * @return false when it is to be in another one, because the server did not know the script
   */
  boolean ended(boolean inTime, Consumer<Throwable> onError) {
    if (parts != null) {
      answer.complete(new Reply(parts, inTime && wrote));
      return true;
    }
    if (failure instanceof RedisNoScriptException) {
      return false;
    }
    Throwable error =
        failure == null
            ? new IllegalStateException("a proof was answered before its call " + call)
            : failure;
    onError.accept(error);
    fail(error);
    return true;
  }

  void fail(Throwable error) {
    answer.completeExceptionally(Errors.translate(script.verb(), error));
  }
}
