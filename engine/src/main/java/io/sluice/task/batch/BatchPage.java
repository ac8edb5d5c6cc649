package io.sluice.task.batch;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a listing of batches, in no order.
 *
 * @param cursor where the next page begins; null when this was the last
 */
public record BatchPage(List<BatchView> batches, @Nullable String cursor) {
  public BatchPage {
    batches = List.copyOf(batches);
  }
}
