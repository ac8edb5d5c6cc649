package io.sluice.spec;

import io.sluice.script.Edit;
import java.util.List;

/**
 * What runs: the scripts and the clients as they are, or with a rule removed.
 *
 * @param countsOn whether a worker goes on to its next claim past one that was not answered
 */
public record Variant(String name, List<Edit> edits, boolean countsOn) {
  public static final Variant PRODUCTION = new Variant("production", List.of(), false);
}
