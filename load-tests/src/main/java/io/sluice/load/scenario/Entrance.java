package io.sluice.load.scenario;

import io.sluice.load.http.GatewayClient;
import io.sluice.load.pace.OpenLoop;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** How tasks come in. */
public enum Entrance {
  /** By the engine, in this process. */
  ENGINE,
  /** By a gateway; callers go on once the task is taken. */
  HTTP,
  /** By a gateway; callers wait for the end of the task. */
  HTTP_WAITING;

  /** Sends through that gateway while the work lasts. */
  <T> Mono<T> through(
      String url, String queue, String type, Payloads payloads, Function<Sender, Mono<T>> work) {
    return Mono.using(
        () -> new GatewayClient(url, OpenLoop.MOST_UNANSWERED),
        client -> work.apply(sender(client, queue, type, payloads)),
        GatewayClient::close);
  }

  private HttpSender sender(GatewayClient client, String queue, String type, Payloads payloads) {
    return this == HTTP_WAITING
        ? new HttpSender(client.waiting(queue, type), true, payloads)
        : new HttpSender(client.leaving(queue, type), false, payloads);
  }
}
