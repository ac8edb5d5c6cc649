package io.sluice.gateway.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** What only the holder of a token knows. The server knows its SHA-256. */
public final class TokenSecret {
  /** Hexadecimal characters of a digest. */
  static final int DIGEST_CHARS = 64;

  private static final int BYTES = 32;

  /** Lets those who search for secrets where they must not be find ours. */
  private static final String PREFIX = "sluice_";

  private static final SecureRandom RANDOM = new SecureRandom();

  /** A new one, of 256 random bits. */
  public static String fresh() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** As it stands in the file of tokens. */
  public static String hexDigest(String secret) {
    return HexFormat.of().formatHex(digest(secret));
  }

  static byte[] digest(String secret) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }

  private TokenSecret() {}
}
