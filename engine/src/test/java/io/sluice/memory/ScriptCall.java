package io.sluice.memory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call of a script.
 *
 * @param lane client and lane of its receipt, for scripts that keep one
 */
record ScriptCall(String verb, @Nullable String lane, List<String> args) {
  /** Each argument as text; of a collection each element. */
  static ScriptCall of(String verb, Object... args) {
    return inLane(verb, null, args);
  }

  static ScriptCall inLane(String verb, @Nullable String lane, Object... args) {
    List<String> words = new ArrayList<>();
    for (Object arg : args) {
      if (arg instanceof Collection<?> many) {
        many.forEach(each -> words.add(each.toString()));
      } else {
        words.add(arg.toString());
      }
    }
    return new ScriptCall(verb, lane, words);
  }

  /** Bytes that are no text are shown by their numbers. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(verb + " " + lane + " " + args);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~') {
        text.replace(i, i + 1, "\\" + (int) c);
      }
    }
    return text.toString();
  }

  static List<String> words(Object... words) {
    return Arrays.stream(words).map(Object::toString).toList();
  }
}
