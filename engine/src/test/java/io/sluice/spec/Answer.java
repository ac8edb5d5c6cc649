package io.sluice.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a script returned; a single value is a list of one. */
public record Answer(List<@Nullable Object> values) {
  public static Answer of(@Nullable Object reply) {
    if (reply instanceof List<?> list) {
      return new Answer(new ArrayList<@Nullable Object>(list));
    }
    List<@Nullable Object> one = new ArrayList<>();
    one.add(reply);
    return new Answer(one);
  }

  public boolean is(String status) {
    return !values.isEmpty() && status.equals(values.get(0));
  }

  public String text(int index) {
    return String.valueOf(values.get(index));
  }

  public int number(int index) {
    return Math.toIntExact((Long) values.get(index));
  }

  /** Null where there is nothing: beyond the end too. */
  public @Nullable String textOrNone(int index) {
    return index < values.size() ? (String) values.get(index) : null;
  }

  public Answer part(int index) {
    return of(values.get(index));
  }

  public int size() {
    return values.size();
  }

  public List<String> texts(int from) {
    return values.subList(from, values.size()).stream().map(String::valueOf).toList();
  }

  public List<Integer> numbers(int from) {
    return values.subList(from, values.size()).stream()
        .map(value -> Math.toIntExact((Long) value))
        .toList();
  }

  /** Of a flat list: every second one by the one before. */
  public Map<String, String> pairs(int from) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (int i = from; i < values.size(); i += 2) {
      pairs.put(text(i), text(i + 1));
    }
    return pairs;
  }
}
