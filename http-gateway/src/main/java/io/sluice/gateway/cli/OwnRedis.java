package io.sluice.gateway.cli;

import io.sluice.gateway.embedded.EmbeddedRedis;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Tells of a Redis of one's own that ends unasked: in the log, as a count, and when it is over. */
final class OwnRedis implements EmbeddedRedis.Kept {
  private static final Logger log = LoggerFactory.getLogger(OwnRedis.class);

  private final AtomicLong restarts = new AtomicLong();
  private final Sinks.Empty<Void> lost = Sinks.empty();

  long restarts() {
    return restarts.get();
  }

  /** Errors when it is not started any more. */
  Mono<Void> lost() {
    return lost.asMono();
  }

  @Override
  public void ended(String why) {
    log.error("the embedded Redis exited unexpectedly and is started again: {}", why);
  }

  @Override
  public void restarted() {
    log.warn(
        "the embedded Redis runs again with its data, restart number {}",
        restarts.incrementAndGet());
  }

  @Override
  public void givenUp(String why) {
    log.error("the embedded Redis exits repeatedly: {}", why);
    lost.tryEmitError(
        new CommandFailure(
            ExitCodes.FAILED, "the embedded Redis cannot be kept running: " + why, null));
  }
}
