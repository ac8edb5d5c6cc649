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
      return of(contentType(name), in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static UiFile of(String contentType, byte[] bytes) {
    return new UiFile(contentType, bytes, new ETag(hash(bytes)));
  }

  private static String contentType(String name) {
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "html" -> "text/html; charset=utf-8";
      case "css" -> "text/css; charset=utf-8";
      case "js" -> "text/javascript; charset=utf-8";
      default -> throw new IllegalArgumentException("no media type for " + name);
    };
  }

  static String hash(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(hash).substring(0, VERSION_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
