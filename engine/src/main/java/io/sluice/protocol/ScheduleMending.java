package io.sluice.protocol;

import io.sluice.script.Args;
import io.sluice.script.Reply;
import io.sluice.script.Script;
import io.sluice.script.ScriptServer;
import io.sluice.script.SlotCache;
import io.sluice.task.QueueName;
import io.sluice.task.ScheduleName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** Makes the index of schedules name every schedule of a queue. */
final class ScheduleMending {
  /** The cursor of the first page, and of the one after the last. */
  private static final String FIRST = "0";

  private static final int SCAN_COUNT = 250;
  private static final int MENDED_AT_ONCE = 16;

  private final ScriptServer server;
  private final SlotCache slots;
  private final ScheduleIndex index;

  ScheduleMending(ScriptServer server, SlotCache slots, ScheduleIndex index) {
    this.server = server;
    this.slots = slots;
    this.index = index;
  }

  /** Of two schedules of one name one goes. */
  Mono<Void> mend(QueueName queue) {
    return page(queue, FIRST)
        .expand(page -> page.text(0).equals(FIRST) ? Mono.empty() : page(queue, page.text(0)))
        .concatMapIterable(page -> entries(queue, page.list(1)))
        .flatMap(this::mend, MENDED_AT_ONCE)
        .then();
  }

  private Mono<Reply> page(QueueName queue, String cursor) {
    return server.run(Script.MEND, slots.of(queue), Args.of(cursor, SCAN_COUNT));
  }

  private static List<ScheduleIndex.Entry> entries(QueueName queue, Reply stored) {
    List<ScheduleIndex.Entry> entries = new ArrayList<>();
    for (int i = 0; i < stored.size(); i += 2) {
      ScheduleName name = ScheduleName.of(stored.text(i));
      entries.add(new ScheduleIndex.Entry(name, queue, stored.text(i + 1)));
    }
    return entries;
  }

  private Mono<Void> mend(ScheduleIndex.Entry own) {
    return index.find(own.name()).flatMap(said -> mend(own, said));
  }

  /** Where another queue has the name, and a schedule of it, that one counts. */
  private Mono<Void> mend(ScheduleIndex.Entry own, Optional<ScheduleIndex.Entry> said) {
    if (said.isEmpty()) {
      return index.correct(said, own);
    }
    QueueName other = said.get().queue();
    if (other.equals(own.queue())) {
      return Mono.empty();
    }
    return server
        .run(Script.PLANNED, slots.of(other), Args.of(own.name()))
        .flatMap(
            reply ->
                reply.size() > 0
                    ? server
                        .run(
                            Script.UNPLAN,
                            slots.of(own.queue()),
                            Args.of(own.name(), own.revision()))
                        .then()
                    : index.correct(said, own));
  }
}
