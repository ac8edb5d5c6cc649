package io.sluice.load.report.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * A script, style or text that goes into the page as it is.
 *
 * @param content with the line ends that a browser sees, or its hash would differ
 */
record Asset(String content) {

  /** Reads it from beside this class, or from the root of the class path if it begins there. */
  static Asset named(String name) {
    try (InputStream in = Asset.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(
            "the report needs " + name + ", which is not in this jar; build it again");
      }
      String content = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new Asset(content.replace("\r\n", "\n"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name + " from this jar: " + e, e);
    }
  }

  /** What the page's policy calls it by: only what has such a hash may run. */
  String policyHash() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
