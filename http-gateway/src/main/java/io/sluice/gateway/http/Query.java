package io.sluice.gateway.http;

import io.sluice.gateway.problem.FieldErrors;
import io.sluice.gateway.problem.Problem;
import io.sluice.gateway.problem.Quoted;
import io.sluice.gateway.problem.Suggestion;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parameters after the question mark. Errors point at them as if they were a JSON object. */
public final class Query {
  private final Map<String, List<String>> parameters;

  private Query(Map<String, List<String>> parameters) {
    this.parameters = parameters;
  }

  static Query of(Map<String, List<String>> parameters, List<String> known) {
    FieldErrors errors = new FieldErrors();
    parameters.forEach(
        (name, values) -> {
          if (!known.contains(name)) {
            String what = "unknown query parameter " + Quoted.of(name);
            errors.add("/" + name, what + Suggestion.tail(name, known));
          } else if (values.size() > 1) {
            errors.add("/" + name, name + " is given " + values.size() + " times");
          }
        });
    errors.throwIfAny();
    return new Query(parameters);
  }

  public @Nullable String text(String name) {
    List<String> values = parameters.get(name);
    return values == null ? null : values.get(0);
  }

  /** One of a few words, the first of which is meant when none is given. */
  public String choice(String name, List<String> words) {
    String text = text(name);
    if (text == null) {
      return words.get(0);
    }
    if (!words.contains(text)) {
      throw Problem.invalid(
              "/" + name,
              name + " must be " + String.join(" or ", words) + ", is " + Quoted.of(text))
          .asException();
    }
    return text;
  }

  /** A whole number in a range. */
  public int number(String name, int least, int most, int otherwise) {
    String text = text(name);
    if (text == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // Answered below, like a number out of range.
    }
    throw Problem.invalid(
            "/" + name,
            name + " must be a number from " + least + " to " + most + ", is " + Quoted.of(text))
        .asException();
  }
}
