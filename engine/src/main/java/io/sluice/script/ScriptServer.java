package io.sluice.script;

import io.sluice.task.InvalidTaskException;
import io.sluice.task.enqueue.Durability;
import io.sluice.task.view.ServerFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A machine that runs scripts. It knows no task: the rules are in the scripts, and the verbs above
 * it only put arguments in and take replies apart.
 *
 * <p>Every method is cold and sends its call once per subscription. Errors: {@link
 * io.sluice.task.RedisUnavailableException} when there is no answer or the server says that it
 * cannot now, so that the outcome of a call that changes something is unknown; {@link
 * io.sluice.task.RedisOutOfMemoryException} when the server refused the call for want of memory;
 * {@link io.sluice.task.StoreCorruptedException} when sending again cannot help.
 */
public interface ScriptServer {
  /** Stands in for a message of {@link #hints}: the subscription is in force from now on. */
  String IN_FORCE = "";

  /**
   * Runs a script on the keys of one slot.
   *
   * @param call the call of a lane, whose receipt is the script's last key; null for a script
   *     without one
   */
  Mono<Reply> run(Script script, Slot slot, @Nullable Call call, Args args);

  /** How long is waited for a replica to have what a script wrote. */
  Duration REPLICATED_WITHIN = Duration.ofSeconds(1);

  /** How long is waited for the disk to have it, which may be written once a second. */
  Duration SYNCED_WITHIN = Duration.ofMillis(1_500);

  /** How long is waited for what a script wrote to be this safe. */
  static Duration confirmedWithin(Durability level) {
    return switch (level) {
      case MEMORY -> Duration.ZERO;
      case REPLICA -> REPLICATED_WITHIN;
      case FSYNC -> SYNCED_WITHIN;
    };
  }

  /**
   * Runs a script, and answers once what it wrote is this safe, or {@link #confirmedWithin} is
   * over: {@link Reply#inTime} says which. The same call again is safe, and waits as well.
   *
   * <p>Errors with {@link InvalidTaskException} at {@code /durability}, and has run nothing, when
   * the server cannot give this level, or cannot be believed about it.
   *
   * @param level above {@link Durability#MEMORY}
   * @param call the call of a lane; null for a script without a receipt, which reads: what it saw
   *     is this safe then
   */
  default Mono<Reply> runConfirmed(
      Durability level, Script script, Slot slot, @Nullable Call call, Args args) {
    return Mono.error(
        () ->
            new InvalidTaskException(
                "/durability",
                "durability "
                    + level.wireName()
                    + " needs a Redis, and this engine is in memory: leave durability out"));
  }

  /** Runs a script that keeps no receipt. */
  default Mono<Reply> run(Script script, Slot slot, Args args) {
    return run(script, slot, null, args);
  }

  /**
   * Runs a script and reads its reply. What the reading throws is an error of the call.
   *
   * @param call the call of a lane; null for a script without a receipt
   */
  default <T> Mono<T> run(
      Script script, Slot slot, @Nullable Call call, Args args, Function<Reply, T> read) {
    return run(script, slot, call, args).map(read);
  }

  /** Runs a script that keeps no receipt and reads its reply. */
  default <T> Mono<T> run(Script script, Slot slot, Args args, Function<Reply, T> read) {
    return run(script, slot, null, args, read);
  }

  /**
   * The messages of a channel, and {@link #IN_FORCE} whenever earlier messages may have been
   * missed: at first, and after each reconnect. Messages that the subscriber does not request are
   * dropped. Errors when the server cannot be listened to.
   */
  Flux<String> hints(String channel);

  /** The same as bytes; none stands for {@link #IN_FORCE}. */
  Flux<byte[]> messages(String channel);

  /**
   * The messages of a channel for one reader, given once no message from then on is missed for want
   * of a subscription. A reader that lags behind, or a connection that breaks, loses some.
   */
  default Mono<Flux<String>> listen(String channel) {
    return Heard.from(hints(channel));
  }

  /** A place to wait for the ids that become ready in a slot. */
  Landing landing(Slot slot);

  /** The clock of the server that holds a slot, as well as its client knows it; never blocks. */
  Instant now(Slot slot);

  /** How the server is set up. */
  Mono<ServerFacts> facts();

  /** Completes when the server answers. */
  Mono<Void> ping();

  /** Closes every connection. */
  Mono<Void> close();
}
