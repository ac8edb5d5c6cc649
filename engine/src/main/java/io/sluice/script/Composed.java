package io.sluice.script;

import java.util.List;

/**
 * A script as it is sent to a server.
 *
 * @param text the Lua text, with all fragments in it
 * @param keys the names of its keys, in the order in which a call passes them
 */
public record Composed(String text, List<String> keys) {
  public Composed {
    keys = List.copyOf(keys);
  }
}
