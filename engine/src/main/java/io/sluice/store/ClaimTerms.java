package io.sluice.store;

import io.sluice.task.TaskId;
import java.util.List;

/**
 * What a claim is to bring.
 *
 * @param max most tasks, up to {@link TaskStore#MAX_BATCH}
 * @param bytes most bytes of these tasks; one task comes whatever its size
 * @param adopted ids that arrived at this worker's {@link Landing}
 */
public record ClaimTerms(int max, int bytes, List<TaskId> adopted) {
  /** Whatever is there, up to so many. */
  public static ClaimTerms upTo(int max) {
    return new ClaimTerms(max, Integer.MAX_VALUE, List.of());
  }

  /** In no more than so many bytes. */
  public ClaimTerms within(int most) {
    return new ClaimTerms(max, Math.min(bytes, most), adopted);
  }
}
