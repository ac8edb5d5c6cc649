package io.sluice.memory;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A command of Redis. It answers with a String, a Long, a {@link List} of these, a {@link Status},
 * or null for nil; an error is thrown as {@link RefusedException}.
 */
interface Command {
  @Nullable Object run(Words words);

  /** A short word in place of a value. */
  record Status(String text) {}

  /** The arguments of a command, behind its name. */
  record Words(List<String> all) {
    String at(int index) {
      return all.get(index);
    }

    String key() {
      return at(0);
    }

    int integer(int index) {
      return (int) Numbers.integer(at(index));
    }

    List<String> from(int index) {
      return all.subList(index, all.size());
    }

    boolean has(String option) {
      return all.lastIndexOf(option) > 0;
    }

    /** The number at a place behind an option; the default when the option is not given. */
    int option(String option, int place, int otherwise) {
      return has(option) ? integer(all.lastIndexOf(option) + place) : otherwise;
    }
  }
}
