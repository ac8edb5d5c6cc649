package io.sluice.protocol;

import io.sluice.script.Args;
import io.sluice.script.Script;
import io.sluice.script.ScriptServer;
import io.sluice.script.SlotCache;
import io.sluice.store.Mended;
import io.sluice.store.Structure;
import io.sluice.store.SurveyPage;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import io.sluice.task.view.Ledger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import reactor.core.publisher.Mono;

/** What is done about damage: looked for in parts, mended a few at a time, written off. */
public final class Mending {
  /** A survey of a hash reads values on the way to their ids, and those of tasks may be large. */
  private static final int SURVEY_COUNT = 100;

  private static final int LIST_COUNT = 1000;

  /** At most this many tasks are mended in one call: each looks through whole lists. */
  public static final int MAX_REPAIRED = 16;

  private final ScriptServer server;
  private final SlotCache slots;

  Mending(ScriptServer server, SlotCache slots) {
    this.server = server;
    this.slots = slots;
  }

  /** Compares the ledger of a queue with its structures. */
  public Mono<Ledger> audit(QueueName queue) {
    return server.run(
        Script.AUDIT, slots.of(queue), Args.of(), reply -> Counts.ledger(queue, reply));
  }

  /** Lists a part of one structure, and what of it does not look right. */
  public Mono<SurveyPage> survey(QueueName queue, Structure structure, String cursor) {
    String name = structure.name().toLowerCase(Locale.ROOT);
    int count = structure.isList() ? LIST_COUNT : SURVEY_COUNT;
    return server.run(
        Script.SURVEY,
        slots.of(queue),
        Args.of(name, cursor, count),
        reply ->
            new SurveyPage(
                reply.text(0),
                (int) reply.number(1),
                reply.list(2).ids(0),
                reply.list(3).ids(0),
                reply.list(4).ids(0),
                reply.list(5).ids(0)));
  }

  /**
   * Mends what damage left of these tasks, at most {@link #MAX_REPAIRED}; touches nothing right.
   */
  public Mono<Mended> repair(QueueName queue, List<TaskId> ids) {
    Args args = Args.of(0, 0, 0);
    ids.forEach(id -> args.add(id.value()));
    return server.run(
        Script.REPAIR,
        slots.of(queue),
        args,
        reply -> {
          Map<String, List<TaskId>> verdicts = new HashMap<>();
          for (int i = 0; i < reply.size(); i += 2) {
            verdicts
                .computeIfAbsent(reply.text(i + 1), verdict -> new ArrayList<>())
                .add(TaskId.stored(reply.text(i)));
          }
          return new Mended(
              verdicts.getOrDefault("ready", List.of()),
              verdicts.getOrDefault("lost", List.of()),
              verdicts.getOrDefault("mended", List.of()));
        });
  }

  /**
   * Writes off what this ledger misses and of which nothing is left; without effect if anything was
   * repaired since that ledger was read.
   */
  public Mono<Void> writeOff(Ledger ledger) {
    Ledger.Corrections seen = ledger.corrections();
    return server
        .run(
            Script.REPAIR,
            slots.of(ledger.queue()),
            Args.of(seen.repaired(), seen.lost(), ledger.acceptedBalance()))
        .then();
  }
}
