package io.sluice.task.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a Redis Cluster is, as its masters tell it.
 *
 * @param masters those that have slots
 * @param orphans how many slots no node has
 */
public record ClusterFacts(List<Master> masters, int orphans) {
  /**
   * One master.
   *
   * @param place host and port
   * @param facts how it is set up; null when it does not answer
   */
  public record Master(String place, List<Slots> slots, @Nullable ServerFacts facts) {
    public boolean has(int slot) {
      return slots.stream().anyMatch(some -> some.first <= slot && slot <= some.last);
    }
  }

  /** Slots that follow each other, both ends included. */
  public record Slots(int first, int last) {
    @Override
    public String toString() {
      return first == last ? String.valueOf(first) : first + "-" + last;
    }
  }
}
