package io.sluice.task.batch;

import java.util.List;

/**
 * Some of the ends of a batch.
 *
 * @param items results as their handlers encoded them
 * @param position after these, where the next page goes on
 * @param isLast whether the batch has ended and these are the last; a member that is redriven later
 *     gives one more
 */
public record GatheredPage(List<Gathered<byte[]>> items, BatchPosition position, boolean isLast) {
  public GatheredPage {
    items = List.copyOf(items);
  }
}
