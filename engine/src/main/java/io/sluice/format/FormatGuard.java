package io.sluice.format;

import io.sluice.event.EngineEvent;
import io.sluice.event.EngineListener;
import io.sluice.guard.Guarded;
import io.sluice.loop.PeriodicLoop;
import io.sluice.loop.Timers;
import io.sluice.script.Args;
import io.sluice.script.Call;
import io.sluice.script.Landing;
import io.sluice.script.Reply;
import io.sluice.script.Script;
import io.sluice.script.ScriptServer;
import io.sluice.script.Slot;
import io.sluice.task.RedisUnavailableException;
import io.sluice.task.StoreCorruptedException;
import io.sluice.task.enqueue.Durability;
import io.sluice.task.view.ServerFacts;
import io.sluice.task.view.ServerFacts.DataFormat;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A server that runs no script while the data of its namespace is in a format that this version of
 * Sluice would misread. The format is looked at before anything else, and now and then, since an
 * operator may raise it while an engine runs. Where nobody has said what it is, this says so.
 *
 * <p>A look that gets no answer changes nothing: whoever cannot be asked about the format cannot be
 * asked for anything else either.
 */
public final class FormatGuard implements ScriptServer {
  /** For so long at most an engine goes on that does not know a format that was raised. */
  private static final Duration LOOK_EVERY = Duration.ofSeconds(15);

  /** Connecting waits no longer for the first look. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final ScriptServer server;
  private final String namespace;
  private final Slot names;
  private final EngineListener listener;
  private final PeriodicLoop looking;
  private volatile @Nullable Format found;

  /** Why nothing is run; null while it is. */
  private volatile @Nullable String refusal;

  private FormatGuard(
      ScriptServer server, String namespace, EngineListener listener, Duration lookEvery) {
    this.server = server;
    this.namespace = namespace;
    this.names = Slot.ofNames(namespace);
    this.listener = listener;
    this.looking = PeriodicLoop.start("format", lookEvery, pass(), error -> {}, Timers.scheduler());
  }

  /**
   * Looks at the format of a namespace, and guards the server from then on. Errors with {@link
   * RedisUnavailableException}, and closes the server, when this version cannot work with it.
   */
  public static Mono<ScriptServer> over(
      ScriptServer server, String namespace, EngineListener listener) {
    return over(server, namespace, listener, LOOK_EVERY);
  }

  static Mono<ScriptServer> over(
      ScriptServer server, String namespace, EngineListener listener, Duration lookEvery) {
    return server
        .run(Script.FORMAT, Slot.ofNames(namespace), Args.of(), FormatGuard::refusalOf)
        .timeout(PATIENCE, Mono.error(FormatGuard::unanswered), Timers.scheduler())
        .onErrorReturn(RedisUnavailableException.class, "")
        .onErrorResume(
            StoreCorruptedException.class, broken -> Mono.just(String.valueOf(broken.getMessage())))
        .<ScriptServer>flatMap(
            refusal ->
                refusal.isEmpty()
                    ? Mono.fromSupplier(
                        () -> new FormatGuard(server, namespace, listener, lookEvery))
                    : Mono.error(unusable(namespace, refusal)))
        .onErrorResume(error -> server.close().then(Mono.error(error)));
  }

  private static RedisUnavailableException unanswered() {
    return new RedisUnavailableException("format unanswered", null);
  }

  /** Empty when this version can work with it. */
  private static String refusalOf(Reply reply) {
    Format format = Format.read(reply);
    return format == null || !format.isTooNew() ? "" : words(format);
  }

  private static String words(Format format) {
    return "it is in format "
        + format.written()
        + ", which needs a Sluice that knows format "
        + format.needs()
        + "; this one knows formats up to "
        + Format.KNOWN
        + ": update it, or take another namespace";
  }

  private static RedisUnavailableException unusable(String namespace, String why) {
    return new RedisUnavailableException(
        "the data of namespace '" + namespace + "' cannot be used: " + why, null);
  }

  /** One look, and a word about it where there is none. */
  private Mono<Void> pass() {
    return Mono.defer(() -> server.run(Script.FORMAT, names, Args.of()))
        .flatMap(
            reply ->
                Format.read(reply) == null
                    ? server.run(Script.STAMP, names, Format.FIRST.args())
                    : Mono.just(reply))
        .doOnNext(reply -> saw(Format.read(reply)))
        .doOnError(
            StoreCorruptedException.class, broken -> refusal = String.valueOf(broken.getMessage()))
        .then();
  }

  private void saw(@Nullable Format format) {
    Format before = found;
    found = format;
    refusal = format == null || !format.isTooNew() ? null : words(format);
    if (format != null && format.isNewer() && !format.equals(before)) {
      EngineEvent.FormatNewer event =
          new EngineEvent.FormatNewer(namespace, format.written(), format.needs(), Format.KNOWN);
      Guarded.run(() -> listener.on(event));
    }
  }

  private <T> Mono<T> ifUsable(Mono<T> call) {
    String why = refusal;
    return why == null ? call : Mono.error(unusable(namespace, why));
  }

  @Override
  public Mono<Reply> run(Script script, Slot slot, @Nullable Call call, Args args) {
    return ifUsable(server.run(script, slot, call, args));
  }

  @Override
  public Mono<Reply> runConfirmed(
      Durability level, Script script, Slot slot, @Nullable Call call, Args args) {
    return ifUsable(server.runConfirmed(level, script, slot, call, args));
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
  public Mono<Flux<String>> listen(String channel) {
    return server.listen(channel);
  }

  @Override
  public Landing landing(Slot slot) {
    return new GuardedLanding(server.landing(slot), this::ifUsable);
  }

  @Override
  public Instant now(Slot slot) {
    return server.now(slot);
  }

  @Override
  public Mono<ServerFacts> facts() {
    return pass()
        .onErrorComplete()
        .then(Mono.defer(server::facts))
        .map(facts -> facts.withFormat(told()));
  }

  private @Nullable DataFormat told() {
    Format format = found;
    return format == null ? null : new DataFormat(format.written(), Format.KNOWN);
  }

  @Override
  public Mono<Void> ping() {
    return ifUsable(server.ping());
  }

  @Override
  public Mono<Void> close() {
    looking.dispose();
    return server.close();
  }
}
