package io.sluice.gateway.push;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;

/**
 * What tells a target that a request is of a gateway, new, and as it was sent: for each key {@code
 * id=hex}, with commas between them. A target that knows one of the keys checks that one, so that a
 * key can be replaced without a gap.
 *
 * <p>Signed are {@code v1}, the time in seconds, the queue, the id, the type and the attempt, each
 * with a line feed behind it, and then the body.
 */
final class Signatures {
  private static final String VERSION = "v1";
  private static final String END = "\n";

  static String of(List<PushKey> keys, List<String> about, byte[] body) {
    String head =
        VERSION + END + about.stream().map(part -> part + END).collect(Collectors.joining());
    return keys.stream()
        .map(key -> key.id() + "=" + hex(key, head, body))
        .collect(Collectors.joining(","));
  }

  private static String hex(PushKey key, String head, byte[] body) {
    try {
      Mac mac = Mac.getInstance(PushKey.ALGORITHM);
      mac.init(key.secret());
      mac.update(head.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + PushKey.ALGORITHM, e);
    }
  }

  private Signatures() {}
}
