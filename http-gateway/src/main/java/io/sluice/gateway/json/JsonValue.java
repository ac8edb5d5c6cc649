package io.sluice.gateway.json;

import io.sluice.gateway.problem.FieldError;
import io.sluice.gateway.problem.FieldErrors;
import io.sluice.gateway.problem.ProblemException;
import io.sluice.gateway.problem.Quoted;
import io.sluice.gateway.problem.Suggestion;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/**
 * The value that the parser stands on, and the way to it. Read once, by one of its methods; what
 * has another form than the method wants is noted as an error and reads as null or empty.
 */
public final class JsonValue {
  /** Longer numbers are none that this API knows, and slow to convert. */
  private static final int MAX_NUMBER_CHARS = 32;

  /** More than any list or map of strings may have; where that is less, others say so. */
  private static final int MAX_TEXTS = 1_000;

  private final byte[] body;
  private final CountingParser parser;
  private final String pointer;
  private final FieldErrors errors;

  JsonValue(byte[] body, CountingParser parser, String pointer, FieldErrors errors) {
    this.body = body;
    this.parser = parser;
    this.pointer = pointer;
    this.errors = errors;
  }

  /** Notes that the value will not do; why is what follows on the name of the field. */
  public void refuse(String why) {
    String name = pointer.isEmpty() ? "the body" : pointer.substring(1).replace('/', '.');
    errors.add(pointer, name + ' ' + why);
  }

  void stopIfFull() {
    errors.throwIfFull();
  }

  void noteUnknown(String name, Collection<String> known) {
    errors.add(pointer, "unknown field " + Quoted.of(name) + Suggestion.tail(name, known));
  }

  /** Whether it is a string, whatever it says. */
  public boolean isText() {
    return is(JsonToken.VALUE_STRING);
  }

  public @Nullable String text() {
    if (is(JsonToken.VALUE_STRING)) {
      return parser.getString();
    }
    wrongForm("a string");
    return null;
  }

  public @Nullable Integer integer() {
    boolean fits = is(JsonToken.VALUE_NUMBER_INT) && isShort();
    return converted(fits, "a whole number in the range of 32 bits", Integer::valueOf);
  }

  public @Nullable Long longInteger() {
    boolean fits = is(JsonToken.VALUE_NUMBER_INT) && isShort();
    return converted(fits, "a whole number in the range of 64 bits", Long::valueOf);
  }

  public @Nullable Boolean flag() {
    if (is(JsonToken.VALUE_TRUE) || is(JsonToken.VALUE_FALSE)) {
      return is(JsonToken.VALUE_TRUE);
    }
    wrongForm("true or false");
    return null;
  }

  public @Nullable Double decimal() {
    boolean number = is(JsonToken.VALUE_NUMBER_INT) || is(JsonToken.VALUE_NUMBER_FLOAT);
    return converted(number && isShort(), "a number", Double::valueOf);
  }

  /** A duration, as ISO-8601 or like {@code 30s}. */
  public @Nullable Duration duration() {
    return converted(is(JsonToken.VALUE_STRING), WireDuration.FORM, WireDuration::parse);
  }

  /** An instant, as RFC 3339. */
  public @Nullable Instant instant() {
    return converted(is(JsonToken.VALUE_STRING), WireTime.FORM, WireTime::parse);
  }

  /** One of the constants, by its name in lower case, with hyphens. */
  public <E extends Enum<E>> @Nullable E oneOf(Class<E> type) {
    List<E> constants = List.of(type.getEnumConstants());
    String allowed =
        constants.stream()
            .map(JsonValue::wireName)
            .collect(Collectors.joining(", ", "one of ", ""));
    String text = is(JsonToken.VALUE_STRING) ? parser.getString() : "";
    for (E constant : constants) {
      if (wireName(constant).equals(text)) {
        return constant;
      }
    }
    wrongForm(allowed);
    return null;
  }

  /** An object whose values are strings. */
  public Map<String, String> texts() {
    return members("an object of strings", MAX_TEXTS, JsonValue::text);
  }

  /**
   * An object whose members all have one form, by names that the caller chooses.
   *
   * @param form of the object, for messages
   * @param most members that it may have
   * @param read gives the value of a member, or notes an error and gives null
   */
  public <T> Map<String, T> members(String form, int most, Function<JsonValue, @Nullable T> read) {
    Map<String, T> members = new LinkedHashMap<>();
    if (!is(JsonToken.START_OBJECT)) {
      wrongForm(form);
      return members;
    }
    for (String name = nextName(); name != null; name = nextName()) {
      JsonValue member = member(name);
      T value = read.apply(member);
      if (value != null) {
        members.put(name, value);
        requireFew(members.size(), most);
      }
      member.skipRest();
      errors.throwIfFull();
    }
    return members;
  }

  public List<String> textList() {
    return list("an array of strings", MAX_TEXTS, JsonValue::text);
  }

  /** An array of any values, at most so many, as the bytes that came: see {@link #raw}. */
  public List<byte[]> rawList(int most) {
    return list("an array", most, JsonValue::raw);
  }

  private <T> List<T> list(String form, int most, Function<JsonValue, @Nullable T> read) {
    List<T> values = new ArrayList<>();
    if (!is(JsonToken.START_ARRAY)) {
      wrongForm(form);
      return values;
    }
    for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
      JsonValue item = new JsonValue(body, parser, pointer + '/' + i, errors);
      T value = read.apply(item);
      if (value != null) {
        values.add(value);
        requireFew(values.size(), most);
      }
      item.skipRest();
      errors.throwIfFull();
    }
    return values;
  }

  public <T> void object(ObjectShape<T> shape, T target) {
    objectInto(shape, () -> target);
  }

  /** Where the fields go is asked for only if the value is an object. */
  <T> void objectInto(ObjectShape<T> shape, Supplier<T> target) {
    if (is(JsonToken.START_OBJECT)) {
      shape.readFields(this, target.get());
    } else {
      wrongForm("an object");
      skipRest();
    }
  }

  /**
   * The value as the bytes that came: cut out of the body, so that numbers keep every digit.
   *
   * @throws ProblemException {@code malformed_json} with a pointer when it is nested too deep
   */
  public byte[] raw() {
    return RawSlice.of(body, parser, pointer);
  }

  boolean is(JsonToken token) {
    return parser.currentToken() == token;
  }

  /**
   * An array of objects of one shape, each read into a fresh target; at most so many. What is wrong
   * with one of them is told of that one, and is no error of the others.
   */
  public <T> List<Item<T>> objects(ObjectShape<T> shape, Supplier<T> fresh, int most) {
    List<Item<T>> items = new ArrayList<>();
    if (!is(JsonToken.START_ARRAY)) {
      wrongForm("an array of objects");
      return items;
    }
    for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
      if (i < most) {
        items.add(item(pointer + '/' + i, shape, fresh.get()));
      } else if (i == most) {
        refuse("must have at most " + most + " items");
      }
      skipRest();
    }
    return items;
  }

  private <T> Item<T> item(String at, ObjectShape<T> shape, T target) {
    FieldErrors ofItem = new FieldErrors();
    int outside = is(JsonToken.START_OBJECT) ? parser.depth() - 1 : parser.depth();
    try {
      new JsonValue(body, parser, at, ofItem).object(shape, target);
      return new Item<>(target, at, ofItem, null);
    } catch (ProblemException refused) {
      parser.leave(outside);
      return new Item<>(target, at, ofItem, refused.problem());
    }
  }

  /** The next member's name, or null at the end of the object. Moves on to the member's value. */
  @Nullable String nextName() {
    String name = parser.nextName();
    if (name != null) {
      parser.nextToken();
    }
    return name;
  }

  JsonValue member(String name) {
    return new JsonValue(body, parser, pointer + FieldError.part(name), errors);
  }

  /** Steps over what was not read, so that the parser stands at the end of the value. */
  void skipRest() {
    parser.skipChildren();
  }

  private <T> @Nullable T converted(
      boolean rightForm, String form, Function<String, T> conversion) {
    try {
      if (rightForm) {
        return conversion.apply(parser.getString());
      }
    } catch (NumberFormatException | DateTimeException | ArithmeticException notThat) {
      // Of the right form and still none: noted like any other.
    }
    wrongForm(form);
    return null;
  }

  private void requireFew(int members, int most) {
    if (members > most) {
      refuse("must have " + most + " members at most");
      errors.throwIfAny();
    }
  }

  private boolean isShort() {
    return parser.getStringLength() <= MAX_NUMBER_CHARS;
  }

  private void wrongForm(String wanted) {
    refuse("must be " + wanted + ", is " + shown());
  }

  private String shown() {
    return switch (parser.currentToken()) {
      case VALUE_STRING -> Quoted.of(parser.getString());
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      default -> Quoted.of(parser.getString()).replace("'", "");
    };
  }

  private static String wireName(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
