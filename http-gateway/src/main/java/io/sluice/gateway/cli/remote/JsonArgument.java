package io.sluice.gateway.cli.remote;

import io.sluice.gateway.json.Json;
import io.sluice.gateway.problem.FileTrouble;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** JSON that is given as {@code JSON|@file|-}. */
public final class JsonArgument {
  public static final String LABEL = "JSON|@FILE|-";

  private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  /**
   * @throws IllegalArgumentException when it cannot be read or is no JSON
   */
  public static byte[] read(String argument) {
    byte[] bytes = withoutMark(bytes(argument));
    if (bytes.length > Json.MAX_DOCUMENT_BYTES) {
      throw new IllegalArgumentException("is over " + Json.MAX_DOCUMENT_BYTES + " bytes");
    }
    if (!Json.isJson(bytes)) {
      throw new IllegalArgumentException(
          "is not JSON; write a text in double quotes, a file name after an @");
    }
    return bytes;
  }

  /** Some editors begin a file with a byte order mark; JSON has none. */
  private static byte[] withoutMark(byte[] bytes) {
    int length = MARK.length;
    boolean marked = bytes.length >= length && Arrays.equals(bytes, 0, length, MARK, 0, length);
    return marked ? Arrays.copyOfRange(bytes, length, bytes.length) : bytes;
  }

  private static byte[] bytes(String argument) {
    if (argument.equals("-")) {
      return limited(System.in, "standard input");
    }
    if (argument.startsWith("@")) {
      return file(argument.substring(1));
    }
    return argument.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] file(String name) {
    try (InputStream in = Files.newInputStream(Path.of(name))) {
      return limited(in, name);
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  private static byte[] limited(InputStream in, String name) {
    try {
      return in.readNBytes(Json.MAX_DOCUMENT_BYTES + 1);
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  private static IllegalArgumentException unreadable(String name, IOException e) {
    return new IllegalArgumentException(
        "cannot be read from " + name + ": " + FileTrouble.of(e), e);
  }

  private JsonArgument() {}
}
