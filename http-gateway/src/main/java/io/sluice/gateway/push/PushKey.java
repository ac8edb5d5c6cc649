package io.sluice.gateway.push;

import io.sluice.gateway.problem.Quoted;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.crypto.spec.SecretKeySpec;

/** A key that requests are signed with: {@code key=shop-1 secret=BASE64} in the push file. */
final class PushKey {
  static final String ALGORITHM = "HmacSHA256";

  private static final int LEAST_BYTES = 32;
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,39}");

  private final String id;
  private final SecretKeySpec secret;

  private PushKey(String id, SecretKeySpec secret) {
    this.id = id;
    this.secret = secret;
  }

  /**
   * @throws IllegalArgumentException when it is none; never shows the secret
   */
  static PushKey of(String id, String secret) {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException("key must match " + ID + ", is " + Quoted.of(id));
    }
    byte[] bytes = decoded(secret);
    if (bytes.length < LEAST_BYTES) {
      throw new IllegalArgumentException(
          "secret of key "
              + id
              + " must be at least "
              + LEAST_BYTES
              + " bytes in Base64, as of openssl rand -base64 32; is "
              + bytes.length);
    }
    return new PushKey(id, new SecretKeySpec(bytes, ALGORITHM));
  }

  private static byte[] decoded(String secret) {
    try {
      return Base64.getDecoder().decode(secret);
    } catch (IllegalArgumentException notBase64) {
      return new byte[0];
    }
  }

  String id() {
    return id;
  }

  SecretKeySpec secret() {
    return secret;
  }

  @Override
  public String toString() {
    return "key " + id;
  }
}
