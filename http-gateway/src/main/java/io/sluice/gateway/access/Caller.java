package io.sluice.gateway.access;

import io.sluice.task.QueueName;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Who sends a request, and what its token allows. */
public final class Caller {
  /** Where no tokens are asked for. */
  public static final Caller EVERYBODY = new Caller("", Role.ADMIN, QueuePatterns.ALL, null);

  /** Who asks for what needs no token. Reaches nothing. */
  public static final Caller NOBODY = new Caller("", Role.VIEWER, QueuePatterns.NONE, null);

  private final String name;
  private final Role role;
  private final QueuePatterns queues;
  private final @Nullable RateLimit limit;
  private final Sinks.Empty<Void> revoked = Sinks.empty();

  private Caller(String name, Role role, QueuePatterns queues, @Nullable RateLimit limit) {
    this.name = name;
    this.role = role;
    this.queues = queues;
    this.limit = limit;
  }

  static Caller of(TokenLine token) {
    Rate rate = token.rate();
    return new Caller(
        token.name(), token.role(), token.queues(), rate == null ? null : new RateLimit(rate));
  }

  /** The name of the token; empty where there is none. */
  public String name() {
    return name;
  }

  public Role role() {
    return role;
  }

  public boolean may(Role needed) {
    return role.covers(needed);
  }

  /** Whether the queue is there for this caller. What belongs to a queue follows it. */
  public boolean mayReach(QueueName queue) {
    return mayReach(queue.value());
  }

  /**
   * @param queue also one that is no name of a queue
   */
  public boolean mayReach(String queue) {
    return queues.match(queue);
  }

  /** Whether no queue is hidden from it, so that nothing needs to be looked at first. */
  public boolean reachesAll() {
    return queues.areAll();
  }

  /** Counts one request; null when the token has no rate. */
  public @Nullable Quota take() {
    return limit == null ? null : limit.take();
  }

  public boolean hasRate() {
    return limit != null;
  }

  /** Counts so many lines of a stream; they are within the rate after this time. */
  public Duration takeAhead(int lines) {
    return limit == null ? Duration.ZERO : limit.takeAhead(lines);
  }

  /** Completes when the token is taken out or changed: streams of its holder end then. */
  public Mono<Void> revoked() {
    return revoked.asMono();
  }

  void revoke() {
    revoked.tryEmitEmpty();
  }
}
