package io.sluice.protocol.partition;

import io.sluice.script.Args;
import io.sluice.script.Reply;
import io.sluice.script.Script;
import io.sluice.script.ScriptServer;
import io.sluice.script.SlotCache;
import io.sluice.store.partition.PartitionMap;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.QueueName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The verbs of partitions: the maps of all queues, and what a partition knows of its own. */
public final class PartitionStore {
  private static final String FROM_THE_FIRST = "0";
  private static final int CHUNK = 500;

  /**
   * The format of a namespace with a divided queue, which is also the least that an engine has to
   * know there: one that knows no partitions would look for tasks where they are not.
   */
  private static final int FORMAT = 2;

  private final ScriptServer server;
  private final SlotCache slots;

  public PartitionStore(ScriptServer server, SlotCache slots) {
    this.server = server;
    this.slots = slots;
  }

  /**
   * The maps of all queues that have partitions.
   *
   * @param changes how often any of them was changed
   */
  public record Maps(String changes, List<PartitionMap> maps) {}

  /**
   * All maps; empty when nothing has changed since the caller read them.
   *
   * @param known {@link Maps#changes} of what the caller knows, or empty
   */
  public Mono<Maps> maps(String known) {
    return server
        .run(Script.DIVIDED, slots.names(), Args.of(known), PartitionStore::maps)
        .filter(read -> !read.changes().equals(known));
  }

  private static Maps maps(Reply reply) {
    List<PartitionMap> maps = new ArrayList<>(reply.size() / 2);
    for (int i = 1; i + 1 < reply.size(); i += 2) {
      maps.add(PartitionMap.parse(QueueName.of(reply.text(i)), reply.text(i + 1)));
    }
    return new Maps(reply.text(0), maps);
  }

  /**
   * Puts a map in place of the one of this generation; empty when it was put, else the map that is
   * there in its place, which may be this one. The format of the namespace is raised first.
   */
  public Mono<Optional<PartitionMap>> put(int read, PartitionMap map) {
    return server
        .run(Script.STAMP, slots.names(), Args.of(FORMAT, FORMAT))
        .then(Mono.defer(() -> divide(read, map)));
  }

  private Mono<Optional<PartitionMap>> divide(int read, PartitionMap map) {
    QueueName queue = map.queue();
    return server.run(
        Script.DIVIDE,
        slots.names(),
        Args.of(queue, read, map.text()),
        reply ->
            switch (reply.text(0)) {
              case "ok" -> Optional.empty();
              case "full" ->
                  throw new InvalidTaskException(
                      "/partitions",
                      "queue %s cannot have partitions: 1000 queues have, and no more may"
                          .formatted(queue));
              default ->
                  Optional.of(
                      reply.text(1).isEmpty()
                          ? PartitionMap.undivided(queue)
                          : PartitionMap.parse(queue, reply.text(1)));
            });
  }

  /** From now on a partition refuses who goes by a map before this generation. */
  public Mono<Void> remap(QueueName partition, int generation) {
    return server.run(Script.REMAP, slots.of(partition), Args.of(generation)).then();
  }

  /** What keeps its bucket in a partition, in parts: groups, given ids, keys. */
  public Flux<List<String>> occupied(QueueName partition) {
    return Flux.concat(
        occupied(partition, "tasks"),
        occupied(partition, "once"),
        occupied(partition, "templates"));
  }

  private Flux<List<String>> occupied(QueueName partition, String what) {
    return part(partition, what, FROM_THE_FIRST)
        .expand(
            part ->
                part.text(0).equals(FROM_THE_FIRST)
                    ? Mono.empty()
                    : part(partition, what, part.text(0)))
        .map(PartitionStore::texts);
  }

  private Mono<Reply> part(QueueName partition, String what, String cursor) {
    return server.run(Script.OCCUPIED, slots.of(partition), Args.of(what, cursor, CHUNK));
  }

  private static List<String> texts(Reply reply) {
    List<String> texts = new ArrayList<>(reply.size());
    for (int i = 1; i < reply.size(); i++) {
      texts.add(reply.text(i));
    }
    return texts;
  }
}
