package io.sluice.gateway.demo;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A trickle of demo tasks, so that there is something to look at. */
public final class DemoTraffic {
  private static final Duration PERIOD = Duration.ofMillis(250);

  /** Enqueues tasks of all types by turns, up to so many. Cold; runs until it is cancelled. */
  public static Mono<Void> run(String url, long most) {
    return Mono.using(
        () -> new DemoClient(url),
        client ->
            Flux.interval(PERIOD)
                .onBackpressureDrop()
                .take(most)
                .concatMap(i -> enqueue(client, i), 1)
                .then());
  }

  private static Mono<Void> enqueue(DemoClient client, long i) {
    String id = "demo-" + i;
    return switch ((int) (i % 4)) {
      case 0 -> client.enqueue(id, DemoTypes.SLEEP.name(), json("{\"ms\":" + 100 * (i % 20) + "}"));
      case 1 -> client.enqueue(id, DemoTypes.FAIL.name(), json("{\"times\":" + i % 3 + "}"));
      default -> client.enqueue(id, DemoTypes.ECHO.name(), json("{\"hello\":" + i + "}"));
    };
  }

  private static byte[] json(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private DemoTraffic() {}
}
