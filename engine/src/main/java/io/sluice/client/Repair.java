package io.sluice.client;

import io.sluice.partition.Sums;
import io.sluice.protocol.Mending;
import io.sluice.protocol.TaskStore;
import io.sluice.store.HeldPage;
import io.sluice.store.Mended;
import io.sluice.store.Structure;
import io.sluice.store.Structure.Kind;
import io.sluice.store.SurveyPage;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import io.sluice.task.view.Ledger;
import io.sluice.task.view.Repaired;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One repair of one queue while it lives: goes through every structure in parts, remembers what did
 * not look right, and has the store judge those few again, each in one atomic step.
 *
 * <p>Lists come first and only what they hold is remembered, in a fixed space; then all that must
 * be in one. What moved meanwhile looks wrong, so the lists are gone through once more for the few
 * that are left. A candidate that is right after all costs time, and nothing else.
 */
public final class Repair {
  /** Candidates that are kept at once. */
  private static final int MAX_CANDIDATES = 100_000;

  /** A list grows while it is gone through; so far, and the rest is left to another repair. */
  private static final int MAX_PAGES = 1_000_000;

  private final QueueName queue;
  private final TaskStore store;
  private final Seen waiting = new Seen();
  private final Seen ended = new Seen();
  private final Set<TaskId> candidates = new LinkedHashSet<>();
  private final Set<TaskId> unlisted = new LinkedHashSet<>();
  private final List<TaskId> firstIds = new ArrayList<>();
  private boolean lookForDoubled;
  private boolean more;
  private long walked;
  private long putBack;
  private long tidied;
  private long lost;

  /** What two partitions of a queue needed, together. */
  public static Repaired together(Repaired one, Repaired other) {
    List<TaskId> ids = new ArrayList<>(one.ids());
    ids.addAll(other.ids());
    return new Repaired(
        one.queue().whole(),
        one.walked() + other.walked(),
        one.putBack() + other.putBack(),
        one.tidied() + other.tidied(),
        one.lost() + other.lost(),
        ids.subList(0, Math.min(ids.size(), Repaired.MAX_IDS)),
        one.more() || other.more(),
        Sums.ledgers(one.ledger(), other.ledger()));
  }

  /** Of one use. */
  public Repair(QueueName queue, TaskStore store) {
    this.queue = queue;
    this.store = store;
  }

  public Mono<Repaired> run() {
    return store
        .mending()
        .audit(queue)
        .doOnNext(ledger -> lookForDoubled = ledger.tasksBalance() < 0)
        .then(goThroughLists().doOnNext(this::remember).then())
        .then(goThroughTheRest().doOnNext(this::consider).then())
        .then(Mono.defer(this::letOffWhatIsListed))
        .then(Mono.defer(this::mend))
        .then(Mono.defer(() -> store.mending().audit(queue)))
        .flatMap(this::writeOffTheRest)
        .map(this::repaired);
  }

  private Flux<SurveyPage> goThroughLists() {
    return goThrough(Kind.WAITING, Kind.ENDED);
  }

  private Flux<SurveyPage> goThroughTheRest() {
    return goThrough(Kind.INDEXED);
  }

  private Flux<SurveyPage> goThrough(Kind... kinds) {
    return Flux.fromArray(Structure.values())
        .filter(structure -> Arrays.asList(kinds).contains(structure.kind()))
        .concatMap(this::goThrough, 1);
  }

  private Flux<SurveyPage> goThrough(Structure structure) {
    return store
        .mending()
        .survey(queue, structure, HeldPage.END)
        .expand(
            page ->
                page.cursor().equals(HeldPage.END)
                    ? Mono.empty()
                    : store.mending().survey(queue, structure, page.cursor()))
        .take(MAX_PAGES)
        .doOnNext(
            page -> {
              walked += page.looked();
              Seen seen = structure.kind() == Kind.WAITING ? waiting : ended;
              page.listed().forEach(id -> remember(seen, id));
            });
  }

  private void remember(SurveyPage page) {
    page.wrong().forEach(id -> keep(candidates, id));
  }

  private void remember(Seen seen, TaskId id) {
    if (!seen.add(id) && lookForDoubled) {
      keep(candidates, id);
    }
  }

  private void consider(SurveyPage page) {
    remember(page);
    page.mustWait().stream().filter(id -> !waiting.has(id)).forEach(id -> keep(unlisted, id));
    page.mustHaveEnded().stream().filter(id -> !ended.has(id)).forEach(id -> keep(unlisted, id));
  }

  private void keep(Set<TaskId> set, TaskId id) {
    if (set.size() < MAX_CANDIDATES) {
      set.add(id);
    } else {
      more |= !set.contains(id);
    }
  }

  /** They were put in, or ended, since the lists were gone through. */
  private Mono<Void> letOffWhatIsListed() {
    if (unlisted.isEmpty()) {
      return Mono.empty();
    }
    lookForDoubled = false;
    return goThroughLists().doOnNext(page -> page.listed().forEach(unlisted::remove)).then();
  }

  private Mono<Void> mend() {
    candidates.addAll(unlisted);
    return Flux.fromIterable(candidates)
        .buffer(Mending.MAX_REPAIRED)
        .concatMap(ids -> store.mending().repair(queue, ids), 1)
        .doOnNext(this::count)
        .then();
  }

  private void count(Mended mended) {
    putBack += mended.putBack().size();
    tidied += mended.tidied().size();
    lost += mended.lost().size();
    List.of(mended.putBack(), mended.lost(), mended.tidied()).forEach(this::tell);
  }

  private void tell(List<TaskId> ids) {
    firstIds.addAll(ids.subList(0, Math.min(ids.size(), Repaired.MAX_IDS - firstIds.size())));
  }

  /** With every structure right, what is missing has left no trace that could be mended. */
  private Mono<Ledger> writeOffTheRest(Ledger ledger) {
    boolean nothingLeft = !more && ledger.tasksBalance() == 0 && ledger.resultsBalance() == 0;
    return nothingLeft && ledger.acceptedBalance() != 0
        ? store.mending().writeOff(ledger).then(store.mending().audit(queue))
        : Mono.just(ledger);
  }

  private Repaired repaired(Ledger ledger) {
    return new Repaired(queue, walked, putBack, tidied, lost, List.copyOf(firstIds), more, ledger);
  }
}
