package io.sluice.config;

import io.sluice.task.QueueName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which queues a worker serves, and how they share its slots. A slot never waits for a queue that
 * has nothing: it goes to another that has.
 */
public final class QueueShares {
  /** Each queue costs a session of its own, and a look at the others at each claim. */
  public static final int MAX_QUEUES = 100;

  public static final int MAX_WEIGHT = 1_000;

  private final boolean strict;
  private final Map<QueueName, Integer> weights;

  private QueueShares(boolean strict, Map<QueueName, Integer> weights) {
    Checks.require(
        !weights.isEmpty() && weights.size() <= MAX_QUEUES,
        "queues",
        "must be 1 to " + MAX_QUEUES,
        weights.size());
    this.strict = strict;
    this.weights = Collections.unmodifiableMap(weights);
  }

  /**
   * In this order: a free slot goes to the first queue that has work. While the first ones keep all
   * slots busy, the last ones get none.
   *
   * @throws IllegalArgumentException when there is no queue, too many, or one twice; and so does an
   *     invalid name
   */
  public static QueueShares strict(String... queues) {
    Map<QueueName, Integer> weights = new LinkedHashMap<>();
    for (String queue : queues) {
      Checks.require(
          weights.put(QueueName.of(queue), 1) == null, "queues", "must be different", queue);
    }
    return new QueueShares(true, weights);
  }

  /**
   * By weight: while all of them have work, starts are shared in proportion to the weights, so that
   * none starves.
   *
   * @param weights 1 to {@value #MAX_WEIGHT} for each queue
   * @throws IllegalArgumentException when there is no queue, or too many, or a weight or a name is
   *     invalid
   */
  public static QueueShares weighted(Map<String, Integer> weights) {
    Map<QueueName, Integer> checked = new LinkedHashMap<>();
    weights.forEach(
        (queue, weight) -> {
          Checks.require(
              weight >= 1 && weight <= MAX_WEIGHT,
              "weight of " + queue,
              "must be 1 to " + MAX_WEIGHT,
              weight);
          checked.put(QueueName.of(queue), weight);
        });
    return new QueueShares(false, checked);
  }

  /** Whether earlier queues go before later ones. */
  public boolean isStrict() {
    return strict;
  }

  /** In order. */
  public List<QueueName> queues() {
    return List.copyOf(weights.keySet());
  }

  /** In the order of the queues; without meaning when it is strict. */
  public Map<QueueName, Integer> weights() {
    return weights;
  }

  @Override
  public String toString() {
    return strict ? "strict " + queues() : "weighted " + weights;
  }
}
