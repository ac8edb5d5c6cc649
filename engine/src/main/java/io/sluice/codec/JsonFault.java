package io.sluice.codec;

import io.sluice.task.enqueue.TypeRef;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.InvalidTypeIdException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.ValueInstantiationException;

/** What is wrong with a value, where, and what to do, in words that know nothing of Jackson. */
final class JsonFault {
  static final String TOO_LONG_A_NUMBER =
      "a number of more than " + JsonMappers.MAX_NUMBER_LENGTH + " digits; write it as a text";

  private static final int MAX_SHOWN = 60;
  private static final Set<Class<?>> WHOLE =
      Set.of(
          byte.class,
          short.class,
          int.class,
          long.class,
          Byte.class,
          Short.class,
          Integer.class,
          Long.class,
          java.math.BigInteger.class);

  static String of(Throwable error) {
    Optional<String> own = own(error);
    String words = own.orElseGet(() -> words(error));
    String path = error instanceof JacksonException known ? path(known) : "";
    return path.isEmpty() ? words : path + ": " + words;
  }

  static String name(TypeRef<?> type) {
    Type java = type.type();
    return java instanceof Class<?> plain ? plain.getSimpleName() : java.getTypeName();
  }

  private static Optional<String> own(@Nullable Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof NotKept) {
        return Optional.ofNullable(cause.getMessage());
      }
    }
    return Optional.empty();
  }

  private static String words(Throwable error) {
    if (error instanceof StreamConstraintsException limit) {
      return ofLimit(String.valueOf(limit.getOriginalMessage()));
    }
    if (error instanceof UnexpectedEndOfInputException) {
      return "the JSON ends in its middle";
    }
    if (error instanceof InputCoercionException coerced) {
      return "a number that is too large for " + coerced.getTargetType().getSimpleName();
    }
    if (error instanceof StreamReadException unreadable) {
      return "no JSON at byte " + unreadable.getLocation().getByteOffset();
    }
    if (error instanceof InvalidTypeIdException type) {
      return ofTypeName(type);
    }
    if (error instanceof InvalidFormatException format) {
      return quoted(format.getValue()) + " is not " + kind(format.getTargetType());
    }
    if (error instanceof InvalidDefinitionException definition) {
      return ofType(definition);
    }
    if (error instanceof ValueInstantiationException refused) {
      return refused.getType().getRawClass().getSimpleName()
          + " does not take it: "
          + ofUser(refused.getCause());
    }
    if (error instanceof MismatchedInputException mismatch) {
      return token(mismatch.getCurrentToken()) + " is not " + kind(mismatch.getTargetType());
    }
    return ofUser(error.getCause());
  }

  private static String ofLimit(String message) {
    if (message.contains("depth")) {
      return "nested deeper than " + JsonMappers.MAX_DEPTH + ", or it refers to itself";
    }
    return message.contains("Number") ? TOO_LONG_A_NUMBER : "longer than can be read";
  }

  private static String ofTypeName(InvalidTypeIdException error) {
    String base = error.getBaseType().getRawClass().getSimpleName();
    String id = error.getTypeId();
    return id == null
        ? "it does not say which " + base + " it is"
        : quoted(id) + " is no " + base + " that is known here";
  }

  private static String ofType(InvalidDefinitionException error) {
    JavaType type = error.getType();
    if (type == null) {
      return "its class cannot be written";
    }
    String name = type.getRawClass().getSimpleName();
    if (error.processor() instanceof tools.jackson.core.JsonGenerator) {
      return name + " has nothing to write: no getter and no public field; make it a record";
    }
    return type.isAbstract()
        ? UnreadableTypes.abstractType(name)
        : UnreadableTypes.noConstructor(name);
  }

  /** What a getter, a setter or a constructor of the user threw. */
  private static String ofUser(@Nullable Throwable cause) {
    if (cause == null || cause instanceof JacksonException) {
      return "it cannot be converted";
    }
    return cause.getClass().getSimpleName() + ": " + cause.getMessage();
  }

  private static String path(JacksonException error) {
    StringBuilder path = new StringBuilder();
    for (JacksonException.Reference step : error.getPath()) {
      String name = step.getPropertyName();
      if (name == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(name);
      }
    }
    String text = path.toString();
    int shown = Math.min(text.length(), MAX_SHOWN);
    return shown == text.length() ? text : text.substring(0, shown) + "…";
  }

  private static String token(@Nullable JsonToken token) {
    if (token == null) {
      return "this";
    }
    return switch (token) {
      case START_OBJECT, END_OBJECT, PROPERTY_NAME -> "an object";
      case START_ARRAY, END_ARRAY -> "an array";
      case VALUE_STRING -> "a text";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
      case VALUE_TRUE, VALUE_FALSE -> "true or false";
      case VALUE_NULL -> "null";
      case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> "this";
    };
  }

  private static String kind(@Nullable Class<?> type) {
    if (type == null) {
      return "what is expected here";
    }
    if (WHOLE.contains(type)) {
      return "a whole number (" + type.getSimpleName() + ")";
    }
    if ((type.isPrimitive() && type != boolean.class && type != char.class)
        || Number.class.isAssignableFrom(type)) {
      return "a number";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (CharSequence.class.isAssignableFrom(type) || type == char.class) {
      return "a text";
    }
    if (type.isArray() || Collection.class.isAssignableFrom(type)) {
      return "an array";
    }
    if (Map.class.isAssignableFrom(type)) {
      return "an object";
    }
    Object[] constants = type.getEnumConstants();
    return constants == null
        ? "a " + type.getSimpleName()
        : "one of "
            + Arrays.stream(constants).map(String::valueOf).collect(Collectors.joining(", "));
  }

  private static String quoted(@Nullable Object value) {
    String text = String.valueOf(value).replaceAll("\\p{Cntrl}", "?");
    return '\'' + (text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…") + '\'';
  }

  private JsonFault() {}
}
