package io.sluice.codec;

import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * How values of one type are written and read. A class of values is trusted once one of them has
 * come back: it was written, read and written again, and nothing was missing. Until then each is
 * tried, so that what cannot come back is refused while its producer still has it.
 */
final class JsonForm {
  private static final int MAX_CLASSES = 100;

  private final JsonMapper mapper;
  private final JsonMapper strict;
  private final JavaType shape;
  private final ObjectWriter writer;
  private final ObjectReader reader;
  private final Set<Class<?>> trusted = ConcurrentHashMap.newKeySet();

  JsonForm(JsonMapper usual, JsonMapper strict, Type type) {
    mapper = usual;
    this.strict = strict;
    shape = usual.constructType(type);
    // The class of a value does not say what its type arguments are; a type without any is no help.
    writer = type instanceof Class<?> ? usual.writer() : usual.writerFor(shape);
    reader = usual.readerFor(shape);
  }

  /**
   * @throws tools.jackson.core.JacksonException when it cannot be written
   * @throws NotKept when it could not be read again
   */
  byte[] write(Object value) {
    byte[] json = writer.writeValueAsBytes(value);
    String number = LongNumbers.find(json, mapper);
    if (number != null) {
      throw new NotKept(number.substring(1).replace('/', '.') + ": " + JsonFault.TOO_LONG_A_NUMBER);
    }
    if (!trusted.contains(value.getClass())) {
      requireReturn(json);
      if (trusted.size() < MAX_CLASSES) {
        trusted.add(value.getClass());
      }
    }
    return json;
  }

  @Nullable Object read(byte[] json) {
    return reader.readValue(json);
  }

  private void requireReturn(byte[] json) {
    Object back = strict.readerFor(shape).readValue(json);
    byte[] again = writer.writeValueAsBytes(back);
    if (!Arrays.equals(json, again)) {
      requireAll("", mapper.readTree(json), mapper.readTree(again));
    }
  }

  /** Values may be put in order while they are read; a name must not go missing. */
  private static void requireAll(String path, JsonNode written, @Nullable JsonNode back) {
    if (back == null || (back.isNull() && !written.isNull())) {
      throw new NotKept(
          path
              + " would be lost: it is written, and reading sets it nowhere; give its class a"
              + " setter or a constructor parameter for it, or annotate it with @JsonIgnore");
    }
    if (written.isObject()) {
      written
          .properties()
          .forEach(
              one -> requireAll(join(path, one.getKey()), one.getValue(), back.get(one.getKey())));
    } else if (written.isArray() && back.size() == written.size()) {
      for (int i = 0; i < written.size(); i++) {
        requireAll(path + "[" + i + "]", written.get(i), back.get(i));
      }
    }
  }

  private static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
