package io.sluice.gateway.json;

import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;

/**
 * A walk through a stored object, member by member. What nobody asks for is stepped over, so that a
 * large document costs only what is taken out of it.
 */
public final class JsonWalk {
  /** Longer ones are no measurements, and slow to convert. */
  private static final int MAX_NUMBER_CHARS = 32;

  private final byte[] json;
  private final JsonParser parser;

  private JsonWalk(byte[] json, JsonParser parser) {
    this.json = json;
    this.parser = parser;
  }

  /**
   * Stops at each member of the object that these bytes are. The visitor may ask for its value,
   * once.
   *
   * @throws IllegalArgumentException when the bytes are not one JSON object; says where, and
   *     nothing of what stands there
   */
  public static void through(byte[] json, BiConsumer<String, JsonWalk> visitor) {
    if (!Json.isUtf8(json) || Json.hasNul(json) || Surrogates.anyAlone(json)) {
      throw new IllegalArgumentException("it is no text in UTF-8");
    }
    try (JsonParser parser = Json.storedParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("it is no JSON object");
      }
      new JsonWalk(json, parser).members(visitor);
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException("there is data after the JSON object");
      }
    } catch (JacksonException error) {
      throw new IllegalArgumentException("it is no JSON" + place(error), error);
    }
  }

  /** Stops at each member of the value; an object has some. */
  public void members(BiConsumer<String, JsonWalk> visitor) {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      for (String name = parser.nextName(); name != null; name = parser.nextName()) {
        parser.nextToken();
        visitor.accept(name, this);
        parser.skipChildren();
      }
    }
  }

  /** The whole value; null when an object or array is longer than so many bytes. */
  public @Nullable JsonTree tree(int mostBytes) {
    if (!parser.currentToken().isStructStart()) {
      return JsonTreeReader.value(parser);
    }
    long start = parser.currentTokenLocation().getByteOffset();
    parser.skipChildren();
    long end = parser.currentLocation().getByteOffset();
    if (start < 0 || end - start > mostBytes) {
      return null;
    }
    return JsonTree.parse(Arrays.copyOfRange(json, (int) start, (int) end));
  }

  /** The items of an array; of one that is no number, NaN. */
  public double[] numbers() {
    DoubleStream.Builder numbers = DoubleStream.builder();
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        numbers.add(number());
        parser.skipChildren();
      }
    }
    return numbers.build().toArray();
  }

  private double number() {
    boolean converted =
        parser.currentToken().isNumeric() && parser.getStringLength() <= MAX_NUMBER_CHARS;
    return converted ? parser.getDoubleValue() : Double.NaN;
  }

  private static String place(JacksonException error) {
    TokenStreamLocation at = error.getLocation();
    return at == null || at.getLineNr() < 0
        ? ""
        : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
  }
}
