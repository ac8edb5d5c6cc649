package io.sluice.protocol.partition;

import io.sluice.store.partition.PartitionMap;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.QueueName;
import io.sluice.task.enqueue.FollowUp;
import io.sluice.task.enqueue.NewTask;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The queues that are divided into partitions, as far as this engine knows. Read without a lock,
 * since every enqueue asks it. Thread-safe.
 */
public final class Divided {
  private volatile Map<QueueName, PartitionMap> maps = Map.of();
  private final List<Consumer<PartitionMap>> listeners = new CopyOnWriteArrayList<>();

  /** The map of a queue; null when it is not divided. */
  public @Nullable PartitionMap mapOf(QueueName queue) {
    Map<QueueName, PartitionMap> known = maps;
    return known.isEmpty() ? null : known.get(queue);
  }

  /** The generation of the map by which tasks go to this partition; 0 when there is none. */
  public int generationOf(QueueName partition) {
    Map<QueueName, PartitionMap> known = maps;
    if (known.isEmpty()) {
      return 0;
    }
    PartitionMap map = known.get(partition.whole());
    return map == null ? 0 : map.generation();
  }

  /** All partitions of a queue; only itself when it is not divided. */
  public List<QueueName> partitionsOf(QueueName queue) {
    PartitionMap map = mapOf(queue);
    return map == null ? List.of(queue) : map.partitions();
  }

  /** The maps that are known. */
  public List<PartitionMap> all() {
    return new ArrayList<>(maps.values());
  }

  /** Takes a map in, unless a newer one of its queue is known. */
  public void learn(PartitionMap map) {
    if (isNews(map)) {
      listeners.forEach(listener -> listener.accept(map));
    }
  }

  private synchronized boolean isNews(PartitionMap map) {
    PartitionMap known = maps.get(map.queue());
    if (map.generation() == 0 || (known != null && known.generation() >= map.generation())) {
      return false;
    }
    Map<QueueName, PartitionMap> next = new HashMap<>(maps);
    next.put(map.queue(), map);
    maps = next;
    return true;
  }

  /** Tells of every map from now on, and at once of those that are known. */
  public void listen(Consumer<PartitionMap> listener) {
    listeners.add(listener);
    all().forEach(listener);
  }

  /** Tells no more. */
  public void leave(Consumer<PartitionMap> listener) {
    listeners.remove(listener);
  }

  /**
   * For what is not done over partitions.
   *
   * @param pointer to what the caller gave
   * @param what cannot be done, and with what
   * @throws InvalidTaskException when the queue is divided
   */
  public void refuse(QueueName queue, String pointer, String what) {
    PartitionMap map = mapOf(queue);
    if (map != null) {
      throw new InvalidTaskException(
          pointer,
          what + ": queue " + queue + " has " + map.count() + " partitions; use a queue of one");
    }
  }

  /**
   * A follow-up is put where the task before it was, or into the first partition of another queue;
   * so it may not be one that belongs into a certain partition.
   *
   * @throws InvalidTaskException when one of these does, or one behind them
   */
  public void refuseBelonging(List<FollowUp> followUps) {
    if (!maps.isEmpty()) {
      followUps.forEach(this::refuseBelonging);
    }
  }

  private void refuseBelonging(FollowUp followUp) {
    NewTask<?, ?> task = followUp.task();
    if (task.options().group() != null) {
      refuse(followUp.queue(), "/then", "a follow-up may not have a group");
    }
    if (task.id() != null) {
      refuse(followUp.queue(), "/then", "a follow-up may not be given an id");
    }
    if (task.batch() != null) {
      refuse(followUp.queue(), "/then", "a follow-up may not be a member of a batch");
    }
    refuseBelonging(task.followUps());
  }
}
