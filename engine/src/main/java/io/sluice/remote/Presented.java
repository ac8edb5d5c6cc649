package io.sluice.remote;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The types that the latest sessions of a queue were presented with, by this engine. What it does
 * not know any more is presented again.
 */
final class Presented {
  private static final int MOST_SESSIONS = 1_000;

  private final Map<String, Set<String>> types =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Set<String>> eldest) {
          return size() > MOST_SESSIONS;
        }
      };

  synchronized boolean knows(String session, Set<String> presented) {
    return presented.equals(types.get(session));
  }

  synchronized void keep(String session, Set<String> presented) {
    types.put(session, presented);
  }

  synchronized void forget(String session) {
    types.remove(session);
  }
}
