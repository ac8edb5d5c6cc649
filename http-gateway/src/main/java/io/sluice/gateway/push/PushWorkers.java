package io.sluice.gateway.push;

import io.netty.resolver.AddressResolverGroup;
import io.sluice.Sluice;
import io.sluice.gateway.metrics.PushMetrics;
import io.sluice.task.QueueName;
import io.sluice.task.enqueue.PushTarget;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Looks for queues with a target that the push file allows, and sends their tasks there. All that
 * lasts is in Redis: any number of gateways may do so beside each other.
 */
public final class PushWorkers {
  public static final int DEFAULT_SLOTS = 32;
  public static final int MOST_SLOTS = 1_000;

  /** Words before the process and the machine, by which the sessions of gateways are told. */
  public static final String HOST = "push:";

  private static final Logger log = LoggerFactory.getLogger(PushWorkers.class);

  /** Requests at once, of all queues: each may hold a payload and an answer. */
  private static final int MOST_CALLS = 1_024;

  private static final int MOST_QUEUES = 1_000;
  private static final int PAGE = 1_000;

  /** Queues that are looked at before there is a pause. */
  private static final int PART = 50;

  private static final int AT_ONCE = 8;
  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final Duration PERIOD = Duration.ofSeconds(2);

  /** Of a queue whose target was taken away. */
  private static final Duration END_WITHIN = Duration.ofSeconds(30);

  /** Beyond the grace, for the last outcomes. */
  private static final Duration SLACK = Duration.ofSeconds(2);

  private final Sluice sluice;
  private final PushFile file;
  private final PushClients clients;
  private final PushQueue.Shared shared;
  private final Map<QueueName, PushQueue> queues = new ConcurrentHashMap<>();
  private final Disposable.Swap looking = Disposables.swap();

  private boolean isStopped; // guarded by this

  // Touched by one pass at a time.
  private Map<QueueName, String> refusals = new HashMap<>();

  private boolean hasFailed;

  private PushWorkers(
      Sluice sluice,
      PushFile file,
      int slots,
      PushMetrics metrics,
      @Nullable AddressResolverGroup<InetSocketAddress> names) {
    this.sluice = sluice;
    this.file = file;
    this.clients = new PushClients(names, MOST_CALLS);
    this.shared =
        new PushQueue.Shared(
            sluice,
            file,
            new PushCalls(
                clients,
                metrics,
                sluice.config().maxPayloadBytes(),
                InstantSource.system(),
                Schedulers.parallel()),
            new Permits(MOST_CALLS),
            slots,
            host());
  }

  /**
   * Begins. Reads files of the system, which blocks.
   *
   * @param file the caller's, and stays open
   * @param slots tasks of one queue that are sent at once, 1 to {@link #MOST_SLOTS}
   */
  public static PushWorkers start(Sluice sluice, PushFile file, int slots, PushMetrics metrics) {
    return start(sluice, file, slots, metrics, null);
  }

  /**
   * The same.
   *
   * @param names by which hosts are looked up, or null for those of the system
   */
  static PushWorkers start(
      Sluice sluice,
      PushFile file,
      int slots,
      PushMetrics metrics,
      @Nullable AddressResolverGroup<InetSocketAddress> names) {
    PushWorkers workers = new PushWorkers(sluice, file, slots, metrics, names);
    workers.looking.update(
        Mono.defer(workers::pass)
            .onErrorResume(workers::failed)
            .repeatWhen(ends -> ends.delayElements(PERIOD))
            .subscribe(
                nothing -> {},
                error -> log.error("queues with a target are not looked for any more", error)));
    return workers;
  }

  /**
   * Claims nothing more, lets what was sent end within the grace, and gives the rest back. Cold.
   */
  public Mono<Void> stop(Duration grace) {
    return Mono.defer(
            () -> {
              looking.dispose();
              noMore();
              return Flux.fromIterable(List.copyOf(queues.values()))
                  .flatMap(queue -> queue.stop(grace), Math.max(1, queues.size()))
                  .then();
            })
        .timeout(grace.plus(SLACK), Mono.empty())
        .then(Mono.defer(clients::close));
  }

  private synchronized void noMore() {
    isStopped = true;
  }

  /** Looks at all queues, some at a time, so that many of them cost Redis little. */
  private Mono<Void> pass() {
    Set<QueueName> known = new HashSet<>();
    Map<QueueName, String> refused = new HashMap<>();
    return names()
        .doOnNext(known::add)
        .buffer(PART)
        .concatMap(
            part ->
                Flux.fromIterable(part)
                    .flatMap(name -> look(name, refused), AT_ONCE)
                    .then(part.size() < PART ? Mono.<Void>empty() : Mono.delay(PAUSE).then()),
            1)
        .then(Mono.defer(() -> gone(known)))
        .then(Mono.defer(() -> clients.keepOnly(file.now())))
        .doOnSuccess(done -> passed(refused));
  }

  private Mono<Void> failed(Throwable error) {
    if (!hasFailed) {
      log.warn("queues with a target were not looked for: {}", error.toString());
    }
    hasFailed = true;
    return Mono.empty();
  }

  private void passed(Map<QueueName, String> refused) {
    refusals = refused;
    hasFailed = false;
  }

  private Flux<QueueName> names() {
    return page(null)
        .expand(page -> page.size() < PAGE ? Mono.empty() : page(page.get(page.size() - 1).value()))
        .concatMapIterable(page -> page, 1);
  }

  private Mono<List<QueueName>> page(@Nullable String after) {
    return sluice.queues().list(after, PAGE);
  }

  private Mono<Void> look(QueueName name, Map<QueueName, String> refused) {
    return sluice
        .queues()
        .find(name.value())
        .doOnNext(view -> serve(name, view.settings().target(), refused))
        .then()
        .onErrorComplete(); // another pass finds it
  }

  /** One at a time. */
  private synchronized void serve(
      QueueName name, @Nullable PushTarget target, Map<QueueName, String> refused) {
    if (isStopped) {
      return;
    }
    PushQueue served = queues.get(name);
    PushRules.Answer allowed = target == null ? null : file.now().ask(target, name);
    if (target == null || allowed == null || allowed.by() == null) {
      if (allowed != null) {
        refused.put(name, allowed.refusal());
        if (!allowed.refusal().equals(refusals.get(name))) {
          log.warn("the tasks of queue {} are not sent from here: {}", name, allowed.refusal());
        }
      }
      if (served != null) {
        end(name, served);
      }
    } else if (served != null) {
      served.target(target);
    } else if (queues.size() < MOST_QUEUES) {
      queues.put(name, PushQueue.start(shared, name, target));
      log.info("the tasks of queue {} are sent to {}", name, target.url());
    } else {
      log.warn("the tasks of queue {} are not sent from here: {} queues are", name, MOST_QUEUES);
    }
  }

  private Mono<Void> gone(Set<QueueName> known) {
    return Mono.fromRunnable(
        () ->
            queues.forEach(
                (name, queue) -> {
                  if (!known.contains(name)) {
                    end(name, queue);
                  }
                }));
  }

  /** What was sent may take its time; the queue may have another by then. */
  private void end(QueueName name, PushQueue queue) {
    queues.remove(name, queue);
    queue
        .stop(END_WITHIN)
        .subscribe(
            nothing -> {},
            error -> log.warn("the tasks of queue {} did not end: {}", name, error.toString()));
    log.info("the tasks of queue {} are not sent any more", name);
  }

  private static String host() {
    String machine = System.getenv("HOSTNAME");
    String name =
        HOST
            + ProcessHandle.current().pid()
            + "@"
            + (machine == null || machine.isBlank() ? "unknown" : machine);
    return name.replaceAll("[^A-Za-z0-9._@:-]", "_");
  }
}
