package io.sluice.gateway.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which gateway, and how it is trusted and convinced.
 *
 * @param url without a slash at its end
 * @param token is sent as bearer token, and shown nowhere
 * @param ca certificates in PEM that vouch for the server; null for those that Java knows
 */
public record Server(String url, @Nullable String token, @Nullable Path ca) {

  /**
   * @throws IllegalArgumentException when the URL is malformed, or the other values do not fit it
   */
  public static Server of(String url, @Nullable String token, @Nullable Path ca) {
    URI uri = parse(url);
    if (uri.getHost() == null || uri.getScheme() == null || !uri.getScheme().matches("https?")) {
      throw new IllegalArgumentException("must be http://host:port or https://host, is " + url);
    }
    if (uri.getUserInfo() != null || uri.getQuery() != null || uri.getFragment() != null) {
      throw new IllegalArgumentException("must be a scheme, a host and a port, and no more");
    }
    return new Server(url.replaceAll("/+$", ""), token, ca);
  }

  boolean encrypted() {
    return url.startsWith("https:");
  }

  @Override
  public String toString() {
    return url;
  }

  private static URI parse(String url) {
    try {
      return new URI(url);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("must be http://host:port or https://host, is " + url, e);
    }
  }
}
