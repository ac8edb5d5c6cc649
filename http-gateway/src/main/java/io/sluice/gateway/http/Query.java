package io.sluice.gateway.http;

import io.sluice.gateway.json.WireDuration;
import io.sluice.gateway.json.WireTime;
import io.sluice.gateway.problem.FieldErrors;
import io.sluice.gateway.problem.Problem;
import io.sluice.gateway.problem.Quoted;
import io.sluice.gateway.problem.Suggestion;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
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

  /** A whole number; null where none is given, or where what is given was noted as an error. */
  public @Nullable Integer number(String name, FieldErrors errors) {
    return converted(name, "a whole number in the range of 32 bits", Integer::valueOf, errors);
  }

  /** A duration, as ISO-8601 or like {@code 30s}; null as above. */
  public @Nullable Duration duration(String name, FieldErrors errors) {
    return converted(name, WireDuration.FORM, WireDuration::parse, errors);
  }

  /** An instant, as RFC 3339; null as above. */
  public @Nullable Instant instant(String name, FieldErrors errors) {
    return converted(name, WireTime.FORM, WireTime::parse, errors);
  }

  private <T> @Nullable T converted(
      String name, String form, Function<String, T> conversion, FieldErrors errors) {
    String text = text(name);
    try {
      if (text != null) {
        return conversion.apply(text);
      }
    } catch (NumberFormatException | DateTimeException | ArithmeticException notThat) {
      errors.add("/" + name, name + " must be " + form + ", is " + Quoted.of(text));
    }
    return null;
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
