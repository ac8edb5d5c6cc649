package io.sluice.memory.redis;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A command of Redis. It answers with a String, a Long, a {@link List} of these, a {@link Status},
 * or null for nil; an error is thrown as {@link RefusedException}.
 */
interface Command {
  @Nullable Object run(Words words);

  /** A short word in place of a value. */
  record Status(String text) {
    static final Status OK = new Status("OK");
  }

  /** The arguments of a command, behind its name. */
  record Words(List<String> all) {
    int size() {
      return all.size();
    }

    String at(int index) {
      if (index >= all.size()) {
        throw new RefusedException("ERR wrong number of arguments");
      }
      return all.get(index);
    }

    String key() {
      return at(0);
    }

    int integer(int index) {
      return (int) Numbers.integer(at(index));
    }

    List<String> from(int index) {
      return all.subList(Math.min(index, all.size()), all.size());
    }

    /** Whether an option is given at this place or behind it. */
    boolean has(String option, int from) {
      return indexOf(option, from) >= 0;
    }

    /** The number that follows an option; of one that is not given, the default. */
    int option(String option, int from, int place, int otherwise) {
      int index = indexOf(option, from);
      return index < 0 ? otherwise : integer(index + place);
    }

    private int indexOf(String option, int from) {
      int index = from(from).indexOf(option);
      return index < 0 ? index : index + Math.min(from, all.size());
    }
  }
}
