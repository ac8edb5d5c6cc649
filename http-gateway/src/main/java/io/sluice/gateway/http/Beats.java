package io.sluice.gateway.http;

import java.time.Duration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/**
 * Signs of life between the parts of an answer, so that both sides and all between see that the
 * other lives.
 */
public final class Beats {
  private static final byte[] BLANK_LINE = {'\n'};

  /** The parts of an answer that is read line by line, with a blank line at first and between. */
  public static Flux<byte[]> ofLines(Flux<byte[]> parts) {
    return between(parts, Flux.interval(Duration.ZERO, ServerSentEvents.BEAT), BLANK_LINE);
  }

  static Flux<byte[]> between(Flux<byte[]> parts, Flux<Long> instants, byte[] sign) {
    return Flux.defer(
        () -> {
          Sinks.Empty<Void> over = Sinks.empty();
          Flux<byte[]> beats =
              instants.onBackpressureDrop().map(beat -> sign).takeUntilOther(over.asMono());
          return Flux.merge(1, parts.doOnTerminate(over::tryEmitEmpty), beats);
        });
  }

  private Beats() {}
}
