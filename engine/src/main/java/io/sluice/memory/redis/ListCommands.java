package io.sluice.memory.redis;

import io.sluice.memory.redis.Command.Words;
import io.sluice.memory.redis.Value.Elements;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Commands on lists. */
final class ListCommands {
  private final Keyspace keyspace;

  ListCommands(Keyspace keyspace) {
    this.keyspace = keyspace;
  }

  void addTo(Map<String, Command> commands) {
    commands.put("LINDEX", this::at);
    commands.put("LLEN", words -> (long) elements(words.key()).size());
    commands.put("LPOP", this::pop);
    commands.put("LPOS", this::positions);
    commands.put("LPUSH", words -> push(words, true));
    commands.put("LRANGE", this::range);
    commands.put("LREM", this::remove);
    commands.put("RPUSH", words -> push(words, false));
  }

  private Deque<String> elements(String key) {
    Elements list = keyspace.find(key, Elements.class);
    return list == null ? new ArrayDeque<>(0) : list.all();
  }

  private Deque<String> elementsToWrite(String key) {
    return keyspace.make(key, Elements.class, Elements::new).all();
  }

  private Object push(Words words, boolean left) {
    Deque<String> elements = elementsToWrite(words.key());
    for (String element : words.from(1)) {
      if (left) {
        elements.addFirst(element);
      } else {
        elements.addLast(element);
      }
    }
    return (long) elements.size();
  }

  private @Nullable Object pop(Words words) {
    Deque<String> elements = elements(words.key());
    if (elements.isEmpty()) {
      return null;
    }
    boolean one = words.size() == 1;
    int count = one ? 1 : words.integer(1);
    List<@Nullable Object> popped = new ArrayList<>();
    while (popped.size() < count && !elements.isEmpty()) {
      popped.add(elements.removeFirst());
    }
    keyspace.removeIfEmpty(words.key());
    return one ? popped.get(0) : popped;
  }

  private @Nullable Object at(Words words) {
    int index = words.integer(1);
    Deque<String> elements = elements(words.key());
    return elements.stream()
        .skip(index < 0 ? elements.size() + index : index)
        .findFirst()
        .orElse(null);
  }

  private Object range(Words words) {
    Deque<String> elements = elements(words.key());
    int[] bounds = bounds(words.integer(1), words.integer(2), elements.size());
    return elements.stream().skip(bounds[0]).limit(Math.max(0, bounds[1] - bounds[0])).toList();
  }

  /** First index and the one behind the last, of a range whose ends may count from the right. */
  static int[] bounds(int first, int last, int size) {
    int from = Math.max(0, first < 0 ? size + first : first);
    int to = Math.min(size - 1, last < 0 ? size + last : last);
    return new int[] {Math.min(from, size), to + 1};
  }

  private Object remove(Words words) {
    Deque<String> elements = elements(words.key());
    String element = words.at(2);
    int count = words.integer(1);
    long removed = 0;
    while ((count == 0 || removed < count) && elements.removeFirstOccurrence(element)) {
      removed++;
    }
    keyspace.removeIfEmpty(words.key());
    return removed;
  }

  /** With COUNT 0 all places where the element is, else the first or null. */
  private @Nullable Object positions(Words words) {
    List<@Nullable Object> found = new ArrayList<>();
    Iterator<String> all = elements(words.key()).iterator();
    for (long i = 0; all.hasNext(); i++) {
      if (all.next().equals(words.at(1))) {
        found.add(i);
      }
    }
    if (words.has("COUNT", 2)) {
      return found;
    }
    return found.isEmpty() ? null : found.get(0);
  }
}
