package io.sluice.load.scenario;

import io.sluice.load.http.Reply;
import io.sluice.load.measure.Stage;
import io.sluice.load.traffic.Traffic;
import reactor.core.publisher.Mono;

/** Enqueues through the engine of the bench. */
record EngineSender(Bench bench, Traffic traffic, Payloads payloads) implements Sender {
  @Override
  public Stage stage() {
    return Stage.ENQUEUE;
  }

  @Override
  public boolean tellsEnd() {
    return false;
  }

  @Override
  public Mono<Reply> send(int sequence) {
    return bench
        .sluice()
        .enqueue(
            bench.queue(traffic.queueOf(sequence)),
            traffic.task(sequence, Bench.TYPE.with(payloads.of(sequence))))
        .map(task -> new Reply(task.id().value(), false));
  }
}
