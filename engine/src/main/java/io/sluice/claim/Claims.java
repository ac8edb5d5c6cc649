package io.sluice.claim;

import io.sluice.crew.Line;
import io.sluice.event.EngineEvent;
import io.sluice.loop.LoopAge;
import io.sluice.loop.Timers;
import io.sluice.protocol.partition.Divided;
import io.sluice.script.Landing;
import io.sluice.store.partition.PartitionMap;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.QueueName;
import io.sluice.task.view.WorkerView.Asked;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;

/**
 * Turns demand into claims: a flux in which {@code request(n)} is the only thing that takes tasks
 * from the queue. Starts the {@link ClaimLoop} of its queue, quiets it and stops it.
 */
public final class Claims {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  /** A turn that does not wait for demand lasts as long as a call is sent again, and a wait. */
  private static final Duration LATE_SLACK = Duration.ofSeconds(8);

  private final WorkerSettings settings;

  /** The task types that are claimed; none for any. */
  private final Set<String> types;

  private final Landing landing;
  private final Sessions sessions;
  private final GivingBack givingBack;
  private final LoopEnd end;
  private volatile @Nullable ClaimLoop loop;

  /**
   * Claims of a receiver of tasks of one type, whose demand is unbounded. Of what people ask of
   * workers from elsewhere it heeds nothing: when it claims is up to its subscriber.
   */
  public Claims(WorkerSettings settings, String type) {
    this(settings, Set.of(type), () -> null, asked -> {});
  }

  /**
   * Claims of a worker.
   *
   * @param capacity most tasks that are held at once; null when nobody knows
   * @param onAsked told of what somebody asks of the worker from elsewhere
   */
  public Claims(
      WorkerSettings settings, Supplier<@Nullable Integer> capacity, Consumer<Asked> onAsked) {
    this(settings, Set.of(), capacity, onAsked);
  }

  private Claims(
      WorkerSettings settings,
      Set<String> types,
      Supplier<@Nullable Integer> capacity,
      Consumer<Asked> onAsked) {
    this.types = types;
    this.settings = settings;
    this.landing = settings.store().landing(settings.queue());
    this.sessions = new Sessions(settings, capacity, onAsked);
    this.givingBack = new GivingBack(settings, sessions);
    this.end = new LoopEnd(landing);
  }

  /** What is claimed. To be subscribed once; cancelling stops the claiming and nothing else. */
  public Flux<Claim> flux() {
    return Flux.<Claim>create(this::begin).doOnDiscard(Claim.class, givingBack::discarded);
  }

  private void begin(FluxSink<Claim> sink) {
    Line line = new Line(settings.crew().gang(settings.queue() + " receive"));
    Requests requests = new Requests(sink, line, givingBack::discarded);
    sink.onCancel(
        () -> {
          requests.leave();
          stopClaiming();
        });
    Divided divided = settings.store().divided();
    Consumer<PartitionMap> listener = map -> endIfDivided(map, requests);
    sink.onDispose(() -> divided.leave(listener));
    begin(requests);
    divided.listen(listener);
  }

  /** It would see the tasks of the first partition only. */
  private void endIfDivided(PartitionMap map, Requests requests) {
    QueueName queue = settings.queue();
    if (map.queue().equals(queue)) {
      requests.fail(
          new InvalidTaskException(
              "/queue", "queue " + queue + " was divided while it was received from"));
    }
  }

  /** Starts claiming for this outlet. To be called once, if at all. */
  public void begin(Outlet to) {
    ClaimLoop begun = new ClaimLoop(settings, types, landing, sessions, givingBack, end, to);
    loop = begun;
    begun.start();
  }

  /**
   * Ends a wait in which an id could arrive, and completes once nothing is under way that could
   * start a task; or after a while, when Redis does not answer. To be asked when there is no room.
   */
  public Mono<Void> quieted() {
    return Flux.interval(Duration.ZERO, LOOK_AGAIN, Timers.scheduler())
        .onBackpressureDrop()
        .concatMap(tick -> unblocked().thenReturn(tick), 0)
        .takeUntil(tick -> !isAboutToStart())
        .takeUntilOther(end.reached())
        .then()
        .timeout(LoopEnd.PATIENCE, Timers.scheduler())
        .onErrorComplete();
  }

  private Mono<Void> unblocked() {
    ClaimLoop begun = loop;
    return begun != null && begun.isBlocked() ? landing.wake().onErrorComplete() : Mono.empty();
  }

  private boolean isAboutToStart() {
    ClaimLoop begun = loop;
    return begun != null && begun.isAboutToStart();
  }

  /** Tasks held now, from their claim until their outcome is recorded. */
  public int held() {
    return sessions.held();
  }

  /**
   * Claims nothing more, waits up to the grace for what is held, gives back the rest, and ends the
   * session. Repeatable, also with another grace.
   */
  public Mono<Void> stop(Duration grace) {
    return Mono.defer(this::endLoop)
        .then(Mono.defer(this::giveBackAdopted))
        .then(
            Mono.defer(sessions::whenNothingHeld)
                .timeout(grace, givingBack.held(), Timers.scheduler()))
        .then(Mono.defer(sessions::close))
        .onErrorResume(this::report)
        .then(Mono.defer(landing::close))
        .doOnSuccess(done -> complete());
  }

  /** How long ago the loops of this worker did a pass. */
  public List<LoopAge> loopAges() {
    List<LoopAge> ages = new ArrayList<>(sessions.loopAges());
    if (!end.isAsked()) { // else it has ended for good, as it should
      ClaimLoop begun = loop;
      Duration turn = begun == null ? Duration.ZERO : begun.age();
      Duration late = settings.config().waiting().poll().plus(LATE_SLACK);
      ages.add(new LoopAge("claim " + settings.queue(), turn, turn.compareTo(late) > 0));
    }
    return ages;
  }

  private Mono<Void> report(Throwable error) {
    settings.listener().on(new EngineEvent.PassFailed("claim", settings.queue(), error));
    return Mono.empty();
  }

  private void stopClaiming() {
    end.ask();
    ClaimLoop begun = loop;
    if (begun != null) {
      begun.closeDemand();
    }
  }

  private Mono<Void> endLoop() {
    stopClaiming();
    return loop == null ? Mono.empty() : end.awaited();
  }

  private Mono<Void> giveBackAdopted() {
    ClaimLoop begun = loop;
    return begun == null ? Mono.empty() : begun.giveBackAdopted();
  }

  private void complete() {
    ClaimLoop begun = loop;
    if (begun != null) {
      begun.complete();
    }
  }
}
