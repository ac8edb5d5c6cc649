package io.sluice.script;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** The entries of members of batches as {@code lib/memberships.lua} keeps them. */
public final class Members {
  private static final int EARLIER_LENGTH = 24;
  private static final int LAST_OF_COUNT = 13;

  /** The members of these entries, and the number of the part of each. */
  public static Map<String, String> of(Map<String, String> entries) {
    Map<String, String> members = new HashMap<>();
    entries.forEach(
        (entry, text) -> {
          int share = shareOf(entry.length() + 1);
          for (String word : text.split(" ")) {
            String[] part = word.split(":", 2);
            for (char one : part[1].toCharArray()) {
              members.put(entry.substring(0, share) + one + entry.substring(share), part[0]);
            }
          }
        });
    return members;
  }

  /** The entries of these members, all of one part. */
  public static Map<String, String> entriesOf(Collection<String> ids, String part) {
    Map<String, String> entries = new HashMap<>();
    for (String id : ids) {
      int share = shareOf(id.length());
      entries.merge(
          id.substring(0, share) + id.substring(share + 1),
          part + ":" + id.charAt(share),
          (before, word) -> before + id.charAt(share));
    }
    return entries;
  }

  private static int shareOf(int length) {
    return length == EARLIER_LENGTH ? LAST_OF_COUNT : length - 1;
  }

  private Members() {}
}
