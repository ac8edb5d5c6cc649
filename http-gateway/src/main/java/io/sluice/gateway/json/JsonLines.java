package io.sluice.gateway.json;

import java.io.ByteArrayOutputStream;

/** The form of a stream of JSON documents (NDJSON): each stands on a line of its own. */
public final class JsonLines {
  public static final String MEDIA_TYPE = "application/x-ndjson";

  /** The document as one line, with its line feed. */
  public static byte[] line(byte[] json) {
    ByteArrayOutputStream line = new ByteArrayOutputStream(json.length + 1);
    append(line, json);
    return line.toByteArray();
  }

  /** Appends the document as one line to lines that are written already. */
  public static void append(ByteArrayOutputStream lines, byte[] json) {
    lines.writeBytes(Json.onOneLine(json));
    lines.write('\n');
  }

  private JsonLines() {}
}
