package io.sluice.maintenance;

import io.sluice.event.EngineEvent;
import io.sluice.event.EngineListener;
import io.sluice.protocol.QueueNames;
import io.sluice.protocol.TaskStore;
import io.sluice.protocol.letter.Forgotten;
import io.sluice.protocol.letter.Letters;
import io.sluice.protocol.letter.Packet;
import io.sluice.protocol.letter.Stand;
import io.sluice.task.QueueName;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Judges the batches of a queue, and carries its letters to other queues. Any number of engines do
 * so at once. A line whose target cannot be reached is put off by the script, longer each time, and
 * holds up no other line.
 */
final class Delivering {
  /** A sweep tells when there are letters. */
  static final Duration IDLE_REST = Duration.ofHours(1);

  /** A pass goes on while there is more, but not for ever: other queues share the connection. */
  private static final int MAX_PACKETS_A_PASS = 100;

  /** Producers of a target make it known as often. */
  private static final long REGISTER_EVERY_NANOS = Duration.ofSeconds(10).toNanos();

  /** Targets that are kept in mind; when there are more, all are forgotten and made known again. */
  private static final int MAX_TARGETS = 10_000;

  private final Judging judging;
  private final Letters letters;
  private final QueueNames names;
  private final EngineListener listener;
  private final Map<QueueName, Long> registeredAt = new ConcurrentHashMap<>();

  Delivering(TaskStore store, EngineListener listener) {
    this.judging = new Judging(store.batches(), listener);
    this.letters = store.letters();
    this.names = store.names();
    this.listener = listener;
  }

  /** Rests until the next line, or the next batch, is due. */
  Mono<Duration> deliver(QueueName queue) {
    return judging
        .judge(queue)
        .flatMap(next -> carryAll(queue).map(rest -> rest.compareTo(next) < 0 ? rest : next));
  }

  private Mono<Duration> carryAll(QueueName source) {
    return carry(source).repeat(MAX_PACKETS_A_PASS).takeUntil(rest -> !rest.isZero()).last();
  }

  /** One packet. A target that fails is left to its next time. */
  private Mono<Duration> carry(QueueName source) {
    return letters
        .collect(source)
        .flatMap(
            found -> {
              Packet packet = found.packet();
              return packet == null
                  ? Mono.just(rest(found.next()))
                  : hand(source, packet)
                      .onErrorResume(
                          error -> {
                            held(source, packet, error.toString());
                            return Mono.just(Duration.ZERO);
                          });
            });
  }

  private Mono<Duration> hand(QueueName source, Packet packet) {
    return makeKnown(packet)
        .then(letters.receive(source, packet))
        .flatMap(
            stand ->
                letters
                    .forget(source, packet, stand)
                    .doOnNext(forgotten -> report(source, packet, stand, forgotten))
                    .map(forgotten -> rest(forgotten.next())));
  }

  private Mono<Void> makeKnown(Packet packet) {
    QueueName target = packet.target();
    long now = System.nanoTime();
    Long at = registeredAt.get(target);
    if (!packet.bringsTasks() || (at != null && now - at < REGISTER_EVERY_NANOS)) {
      return Mono.empty();
    }
    if (registeredAt.size() >= MAX_TARGETS) {
      registeredAt.clear();
    }
    return names.register(target).doOnSuccess(done -> registeredAt.put(target, now));
  }

  private static Duration rest(@Nullable Duration next) {
    return next == null || next.compareTo(IDLE_REST) > 0 ? IDLE_REST : next;
  }

  private void report(QueueName source, Packet packet, Stand stand, Forgotten forgotten) {
    if (!stand.leftKind().isEmpty()) {
      held(source, packet, "this version of Sluice knows no letters of kind " + stand.leftKind());
    }
    if (forgotten.outOfReach()) {
      listener.on(new EngineEvent.LettersOutOfReach(source, packet.target()));
    }
  }

  private void held(QueueName source, Packet packet, String why) {
    listener.on(new EngineEvent.LettersHeld(source, packet.target(), packet.unsent(), why));
  }
}
