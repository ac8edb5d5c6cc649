package io.sluice.spec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call of a client, which may be sent and may arrive any number of times.
 *
 * @param lane client and lane whose receipt it leaves, for calls that leave one
 */
public record Call(String verb, @Nullable String lane, List<String> args) {
  /** A blocked BLMOVE comes to its end: no script, but as fallible as one. */
  public static final String BLMOVE = "blmove";

  /** Whether a full Redis refuses it. */
  public boolean takesMemory() {
    return verb.equals("enqueue") || verb.equals("enqueue_once") || verb.equals(BLMOVE);
  }
}
