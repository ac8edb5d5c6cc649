package io.sluice.store;

import io.sluice.task.TaskId;
import java.util.List;
import java.util.Set;

/**
 * What a claim is to bring.
 *
 * @param max most tasks, up to {@link TaskStore#MAX_BATCH}
 * @param bytes most bytes of these tasks; one task comes whatever its size
 * @param types those to take; none for any
 * @param adopted ids that arrived at this worker's {@link io.sluice.script.Landing}
 * @param stands whether a claim that finds nothing is not answered yet: its session stands, and may
 *     be given the next task that comes alone under the number of this claim
 */
public record ClaimTerms(
    int max, int bytes, Set<String> types, List<TaskId> adopted, boolean stands) {
  /** One that waits for nothing. */
  public ClaimTerms(int max, int bytes, Set<String> types, List<TaskId> adopted) {
    this(max, bytes, types, adopted, false);
  }

  /** Of any type. */
  public ClaimTerms(int max, int bytes, List<TaskId> adopted) {
    this(max, bytes, Set.of(), adopted);
  }

  /** Whatever is there, up to so many. */
  public static ClaimTerms upTo(int max) {
    return upTo(max, Set.of());
  }

  /** Whatever is there of these types, up to so many. */
  public static ClaimTerms upTo(int max, Set<String> types) {
    return new ClaimTerms(max, Integer.MAX_VALUE, types, List.of());
  }

  /** In no more than so many bytes. */
  public ClaimTerms within(int most) {
    return new ClaimTerms(max, Math.min(bytes, most), types, adopted, stands);
  }

  /** Nothing: the session stands no longer, and hears of what it was given while it did. */
  public static ClaimTerms none() {
    return new ClaimTerms(0, 1, Set.of(), List.of());
  }
}
