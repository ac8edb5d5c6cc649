package io.sluice.encryption;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** One key, and what is derived from it. */
final class EncryptionKey {
  private static final String HMAC = "HmacSHA256";

  private final String id;
  private final Xaes cipher;
  private final byte[] check;
  private final SecretKeySpec fingerprints;

  private EncryptionKey(String id, byte[] key) {
    this.id = id;
    this.cipher = new Xaes(key);
    SecretKeySpec derives = new SecretKeySpec(key, HMAC);
    this.check = Arrays.copyOf(mac(derives, label("check")), Head.CHECK_BYTES);
    this.fingerprints = new SecretKeySpec(mac(derives, label("fingerprint")), HMAC);
  }

  static EncryptionKey of(String id, byte[] key) {
    if (!EncryptionKeys.isId(id)) {
      throw new IllegalArgumentException(
          "the id of a key must be 1 to 64 letters, digits, dots, dashes or underscores, and begin"
              + " with a letter or digit");
    }
    if (key.length != Xaes.KEY_BYTES) {
      throw new IllegalArgumentException(
          "key " + id + " must have " + Xaes.KEY_BYTES + " bytes, has " + key.length);
    }
    return new EncryptionKey(id, key.clone());
  }

  String id() {
    return id;
  }

  Xaes cipher() {
    return cipher;
  }

  /** Tells keys of the same id apart, and nothing about them. */
  byte[] check() {
    return check;
  }

  byte[] fingerprint(byte[] plain) {
    return mac(fingerprints, plain);
  }

  private static byte[] label(String name) {
    return ("sluice payload " + name).getBytes(US_ASCII);
  }

  private static byte[] mac(SecretKeySpec key, byte[] text) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      return mac.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + HMAC, e);
    }
  }

  @Override
  public String toString() {
    return "key " + id;
  }
}
