package io.sluice.gateway.ui;

import io.sluice.gateway.http.ETag;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

/** One file of the dashboard, as it is sent: plain, and packed with gzip. */
record UiFile(String contentType, byte[] plain, byte[] packed, String hash) {
  private static final int HASH_DIGITS = 16;

  static UiFile of(String contentType, String text) {
    byte[] plain = text.getBytes(StandardCharsets.UTF_8);
    return new UiFile(contentType + "; charset=utf-8", plain, packed(plain), hash(plain));
  }

  byte[] bytes(boolean packs) {
    return packs ? packed : plain;
  }

  /** Other bytes are another version. */
  ETag version(boolean packs) {
    return new ETag(packs ? hash + "-gzip" : hash);
  }

  private static byte[] packed(byte[] plain) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  private static String hash(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(hash).substring(0, HASH_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
