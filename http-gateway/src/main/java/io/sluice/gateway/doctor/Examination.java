package io.sluice.gateway.doctor;

import io.sluice.Sluice;
import io.sluice.task.QueueName;
import io.sluice.task.StoreCorruptedException;
import io.sluice.task.view.ClusterFacts;
import io.sluice.task.view.Ledger;
import io.sluice.task.view.Repaired;
import io.sluice.task.view.ServerFacts;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Checks the Redis of an engine, the ledger of each of its queues, their letters to others, their
 * batches and their targets, and mends what it is to.
 */
public final class Examination {
  private static final int PAGE = 1000;

  private final Sluice sluice;
  private final boolean repair;
  private final InstantSource clock;

  public Examination(Sluice sluice, boolean repair, InstantSource clock) {
    this.sluice = sluice;
    this.repair = repair;
    this.clock = clock;
  }

  /** First the server, then queue by queue. */
  public Flux<Finding> findings() {
    return Flux.concat(
        sluice.serverFacts().flatMapMany(this::server),
        queues()
            .concatMap(
                name ->
                    Flux.concat(
                        queue(name), partitions(name), letters(name), batches(name), target(name)),
                1));
  }

  private Flux<Finding> server(ServerFacts facts) {
    Flux<Finding> found = Flux.fromIterable(new ServerChecks(facts).findings(clock.instant()));
    ClusterFacts cluster = facts.cluster();
    return cluster == null ? found : found.concatWith(largest(cluster));
  }

  private Mono<Finding> largest(ClusterFacts cluster) {
    return queues()
        .concatMap(
            name ->
                sluice
                    .queues()
                    .find(name.value())
                    .onErrorResume(StoreCorruptedException.class, broken -> Mono.empty()),
            1)
        .reduce(ClusterChecks::larger)
        .map(new ClusterChecks(cluster)::largest);
  }

  private Flux<QueueName> queues() {
    return page(null)
        .expand(page -> page.size() < PAGE ? Mono.empty() : page(page.get(page.size() - 1).value()))
        .flatMapIterable(page -> page);
  }

  private Mono<List<QueueName>> page(@Nullable String after) {
    return sluice.queues().list(after, PAGE);
  }

  private Mono<Finding> queue(QueueName name) {
    String queue = name.value();
    Mono<Finding> finding =
        repair
            ? sluice.queues().repair(queue).map(Examination::repaired)
            : sluice.queues().audit(queue).map(Examination::audited);
    return finding.onErrorResume(
        StoreCorruptedException.class,
        broken ->
            Mono.just(
                Finding.wrong(
                    "queue " + queue,
                    String.valueOf(broken.getMessage()),
                    "one of its keys has the wrong type: restore or delete the key")));
  }

  /** Nothing of one that was never divided. */
  private Flux<Finding> partitions(QueueName name) {
    return sluice
        .queues()
        .lookAtPartitions(name.value())
        .filter(view -> view.generation() > 0)
        .map(PartitionChecks::finding)
        .flux()
        .onErrorResume(
            StoreCorruptedException.class, broken -> Flux.empty()); // told with the queue
  }

  /** Nothing where all letters arrive. */
  private Flux<Finding> letters(QueueName name) {
    return sluice
        .queues()
        .letters(name.value())
        .flatMapIterable(LetterChecks::findings)
        .onErrorResume(
            StoreCorruptedException.class, broken -> Flux.empty()); // told with the queue
  }

  /** Nothing where all batches go on. */
  private Flux<Finding> batches(QueueName name) {
    return sluice
        .batches()
        .look(name.value())
        .flatMapIterable(BatchChecks::findings)
        .onErrorResume(
            StoreCorruptedException.class, broken -> Flux.empty()); // told with the queue
  }

  /** Nothing of a queue without a target. */
  private Flux<Finding> target(QueueName name) {
    return sluice
        .queues()
        .find(name.value())
        .mapNotNull(view -> view.settings().target())
        .flatMap(
            target ->
                sluice
                    .queues()
                    .workers(name.value(), null, TargetChecks.LOOKED_AT)
                    .map(workers -> TargetChecks.finding(name, target, workers)))
        .flux()
        .onErrorResume(
            StoreCorruptedException.class, broken -> Flux.empty()); // told with the queue
  }

  private static Finding audited(Ledger ledger) {
    String what = "queue " + ledger.queue();
    if (!ledger.balanced()) {
      return Finding.wrong(what, balances(ledger), "run doctor --repair");
    }
    return ledger.corrections().lost() == 0
        ? Finding.ok(what, "balanced, " + ledger.unfinished() + " unfinished")
        : Finding.note(
            what, "balanced, with " + ledger.corrections().lost() + " written off as lost", "");
  }

  private static Finding repaired(Repaired repaired) {
    if (!repaired.ledger().balanced() || repaired.more()) {
      return Finding.wrong(
          "queue " + repaired.queue(),
          changes(repaired) + "; " + balances(repaired.ledger()),
          "run doctor --repair once more");
    }
    return repaired.changed() == 0
        ? audited(repaired.ledger())
        : Finding.note("queue " + repaired.queue(), changes(repaired) + "; balanced", "");
  }

  private static String changes(Repaired repaired) {
    return repaired.putBack()
        + " put back, "
        + repaired.tidied()
        + " tidied, "
        + repaired.lost()
        + " lost, of "
        + repaired.walked()
        + " entries"
        + (repaired.ids().isEmpty() ? "" : ": " + repaired.ids());
  }

  private static String balances(Ledger ledger) {
    return "not balanced: accepted "
        + ledger.acceptedBalance()
        + ", tasks "
        + ledger.tasksBalance()
        + ", results "
        + ledger.resultsBalance();
  }
}
