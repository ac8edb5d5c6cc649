package io.sluice.gateway.json;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;

/** The two ways JSON is parsed here: strictly what callers send, leniently what is stored. */
public final class Json {
  /** The largest document that a caller may send. */
  public static final int MAX_DOCUMENT_BYTES = 1024 * 1024;

  /**
   * How deep a value may be nested that is taken as it comes, wherever it stands: a payload as well
   * as a result.
   */
  static final int MAX_VALUE_DEPTH = 31;

  /**
   * How deep a document is read at all. More than any value may have, so that one that is too deep
   * can be named, and nothing else of its document is lost for it.
   */
  static final int MAX_DEPTH = 1000;

  static final int MAX_STRING_LENGTH = 512 * 1024;
  static final int MAX_NAME_LENGTH = 256;

  /** In one document. Names cost the most of all: each is compared with the others. */
  static final int MAX_NAMES = 32 * 1024;

  /** In one object. */
  static final int MAX_MEMBERS = 8 * 1024;

  /**
   * Far beyond what anybody computes with. Numbers are passed on as they came and never converted,
   * which would be slow; those that are converted are checked first.
   */
  static final int MAX_NUMBER_LENGTH = 16 * 1024;

  private static final JsonFactory REQUESTS =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxDocumentLength(MAX_DOCUMENT_BYTES)
                  .maxStringLength(MAX_STRING_LENGTH)
                  .maxNameLength(MAX_NAME_LENGTH)
                  .maxNumberLength(MAX_NUMBER_LENGTH)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private static final JsonFactory STORED =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNumberLength(MAX_DOCUMENT_BYTES).build())
          .build();

  /** Whether the bytes are one JSON value in UTF-8, so that they can stand inside a document. */
  public static boolean isJson(byte[] bytes) {
    return isUtf8(bytes) && !hasNul(bytes) && !hasMark(bytes) && isOneValue(bytes);
  }

  /** Overlong forms and surrogates are refused too: the parser alone lets them through. */
  static boolean isUtf8(byte[] bytes) {
    if (isAscii(bytes)) {
      return true;
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException notUtf8) {
      return false;
    }
  }

  private static boolean isAscii(byte[] bytes) {
    for (byte b : bytes) {
      if (b < 0) {
        return false;
      }
    }
    return true;
  }

  /** JSON has none; where there are some, the parser would take the text for UTF-16. */
  static boolean hasNul(byte[] bytes) {
    for (byte b : bytes) {
      if (b == 0) {
        return true;
      }
    }
    return false;
  }

  /** A byte order mark is skipped at the beginning of a document, and wrong inside of one. */
  private static boolean hasMark(byte[] bytes) {
    return bytes.length > 0 && bytes[0] == (byte) 0xEF;
  }

  /**
   * The same document without line breaks, for forms where a line break ends it. What was stored
   * stands in documents as it came, and between two values that may be on any number of lines.
   */
  public static byte[] onOneLine(byte[] json) {
    byte[] line = json.clone();
    for (int i = 0; i < line.length; i++) {
      if (line[i] == '\n' || line[i] == '\r') {
        line[i] = ' ';
      }
    }
    return line;
  }

  static CountingParser requestParser(byte[] body) {
    return new CountingParser(REQUESTS.createParser(ObjectReadContext.empty(), body));
  }

  static JsonGenerator generator(OutputStream out) {
    return STORED.createGenerator(ObjectWriteContext.empty(), out);
  }

  /** Indents, for people. */
  static JsonGenerator prettyGenerator(OutputStream out) {
    return STORED.createGenerator(new Indenting(), out);
  }

  static JsonParser storedParser(byte[] json) {
    return STORED.createParser(ObjectReadContext.empty(), json);
  }

  /** Tells a generator to break lines. */
  private static final class Indenting extends ObjectWriteContext.Base {
    @Override
    public PrettyPrinter getPrettyPrinter() {
      return new DefaultPrettyPrinter();
    }

    @Override
    public boolean hasPrettyPrinter() {
      return true;
    }
  }

  private static boolean isOneValue(byte[] bytes) {
    try (JsonParser parser = storedParser(bytes)) {
      if (parser.nextToken() == null) {
        return false;
      }
      parser.skipChildren();
      return parser.nextToken() == null;
    } catch (JacksonException notJson) {
      return false;
    }
  }

  private Json() {}
}
