package io.sluice.gateway.ui;

import io.sluice.gateway.http.ETag;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** One file of the dashboard, as it is sent. */
record UiFile(String contentType, byte[] bytes, ETag version) {
  private static final int VERSION_DIGITS = 16;

  /** Reads it from beside this class, where the build puts it. */
  static UiFile of(String name) {
    try (InputStream in = UiFile.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the dashboard has no file " + name);
      }
      byte[] bytes = in.readAllBytes();
      return new UiFile(contentType(name), bytes, versionOf(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String contentType(String name) {
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "html" -> "text/html; charset=utf-8";
      case "css" -> "text/css; charset=utf-8";
      case "js" -> "text/javascript; charset=utf-8";
      default -> throw new IllegalArgumentException("no media type for " + name);
    };
  }

  private static ETag versionOf(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return new ETag(HexFormat.of().formatHex(hash).substring(0, VERSION_DIGITS));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
