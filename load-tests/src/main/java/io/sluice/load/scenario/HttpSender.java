package io.sluice.load.scenario;

import io.sluice.load.http.GatewayClient;
import io.sluice.load.http.Reply;
import io.sluice.load.measure.Stage;
import reactor.core.publisher.Mono;

/**
 * Enqueues through a gateway.
 *
 * @param tellsEnd whether its answers wait for the end of the task
 */
record HttpSender(GatewayClient.Desk desk, boolean tellsEnd, Payloads payloads) implements Sender {
  @Override
  public Stage stage() {
    return Stage.HTTP;
  }

  @Override
  public Mono<Reply> send(int sequence) {
    return desk.enqueue(payloads.of(sequence));
  }
}
