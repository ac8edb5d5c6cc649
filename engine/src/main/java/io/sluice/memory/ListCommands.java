package io.sluice.memory;

import io.sluice.memory.Command.Words;
import io.sluice.memory.Keyspace.Elements;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Commands on lists. */
final class ListCommands {
  private final Keyspace keyspace;

  ListCommands(Keyspace keyspace) {
    this.keyspace = keyspace;
  }

  void addTo(Map<String, Command> commands) {
    commands.put("LINDEX", w -> list(w).stream().skip(w.integer(1)).findFirst().orElse(null));
    commands.put("LLEN", words -> (long) list(words).size());
    commands.put("LPOP", this::pop);
    commands.put("LPOS", this::positions);
    commands.put("LPUSH", words -> push(words, true));
    commands.put("LRANGE", w -> range(w, list(w).stream(), list(w).size()).toList());
    commands.put("LREM", this::remove);
    commands.put("RPUSH", words -> push(words, false));
  }

  private Elements list(Words words) {
    return keyspace.get(words.key(), Elements.class, Elements::new);
  }

  private Object push(Words words, boolean left) {
    Elements list = keyspace.make(words.key(), Elements.class, Elements::new);
    words.from(1).forEach(left ? list::addFirst : list::addLast);
    return (long) list.size();
  }

  private @Nullable Object pop(Words words) {
    Elements list = list(words);
    if (list.isEmpty()) {
      return null;
    }
    boolean one = words.all().size() == 1;
    List<@Nullable Object> popped = new ArrayList<>();
    for (int i = one ? 1 : words.integer(1); i > 0 && !list.isEmpty(); i--) {
      popped.add(list.removeFirst());
    }
    keyspace.removeIfEmpty(words.key());
    return one ? popped.get(0) : popped;
  }

  /** The part from the first to the last index, which may count from the right. */
  static <T> Stream<T> range(Words words, Stream<T> all, int size) {
    int first = words.integer(1);
    int last = words.integer(2);
    int from = Math.max(0, first < 0 ? size + first : first);
    int to = last < 0 ? size + last : last;
    return all.skip(from).limit(Math.max(0, 1L + to - from));
  }

  private Object remove(Words words) {
    Elements list = list(words);
    int before = list.size();
    long most = words.integer(1) == 0 ? before : words.integer(1);
    while (before - list.size() < most && list.removeFirstOccurrence(words.at(2))) {
      // the next one
    }
    keyspace.removeIfEmpty(words.key());
    return (long) before - list.size();
  }

  /** With COUNT 0 all places where the element is, else the first or null. */
  private @Nullable Object positions(Words words) {
    List<@Nullable Object> found = new ArrayList<>();
    Iterator<String> all = list(words).iterator();
    for (long i = 0; all.hasNext(); i++) {
      if (all.next().equals(words.at(1))) {
        found.add(i);
      }
    }
    return words.has("COUNT") ? found : found.isEmpty() ? null : found.get(0);
  }
}
