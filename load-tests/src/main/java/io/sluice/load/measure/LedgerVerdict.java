package io.sluice.load.measure;

import java.util.ArrayList;
import java.util.List;

/**
 * What the ledger check came to.
 *
 * @param accepted tasks that Redis counted in
 * @param succeeded tasks that Redis counted as succeeded
 * @param dead tasks in the dead letters
 * @param refused sends that were definitely not accepted
 * @param unknown sends of which neither is known
 * @param lost at least so many tasks are missing
 * @param doubled at least so many executions or endings are too many
 * @param findings each broken rule in a sentence; empty when all is well
 */
public record LedgerVerdict(
    long accepted,
    long succeeded,
    long dead,
    long refused,
    long unknown,
    long lost,
    long doubled,
    List<String> findings) {

  public LedgerVerdict {
    findings = List.copyOf(findings);
  }

  /** The same with one more broken rule, by which at least one task is lost. */
  public LedgerVerdict with(String finding) {
    List<String> all = new ArrayList<>(findings);
    all.add(finding);
    return new LedgerVerdict(
        accepted, succeeded, dead, refused, unknown, Math.max(1, lost), doubled, all);
  }

  /** Whether no rule is broken. */
  public boolean clean() {
    return findings.isEmpty();
  }
}
