package io.sluice.task.enqueue;

import io.sluice.grammar.Quoted;
import io.sluice.task.InvalidTaskException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the tasks of a queue are sent to by gateways: each task is an HTTP request with its payload
 * as the body. Whether a gateway calls it at all is said by the settings of that gateway.
 *
 * @param url {@code http} or {@code https}, in one plain form only, so that whoever checks it and
 *     whoever connects read the same: a host name or a canonical address, no user, no fragment
 * @param method one of {@link #METHODS}
 * @param headers of the request, beside those that the gateway sets
 */
public record PushTarget(String url, String method, Map<String, String> headers) {
  public static final String DEFAULT_METHOD = "POST";

  /** Those with a body; {@code GET} and {@code DELETE} are sent without one. */
  public static final Set<String> METHODS = Set.of("POST", "PUT", "PATCH", "GET", "DELETE");

  public static final int MAX_URL = 2_000;
  public static final int MAX_HEADERS = 16;
  public static final int MAX_HEADER_VALUE = 1_000;

  private static final String PLAIN = "A-Za-z0-9._~!$&'()*+,;=:@/-";
  private static final Pattern URL =
      Pattern.compile(
          "(https?)://(\\[[0-9A-Fa-f:]{2,39}]|[A-Za-z0-9._-]{1,253})(?::([1-9][0-9]{1,4}))?"
              + ("(/(?:[" + PLAIN + "]++|%[0-9A-Fa-f]{2})*+(?:\\?(?:[?" + PLAIN)
              + "]++|%[0-9A-Fa-f]{2})*+)?)?");
  private static final Pattern AUTHORITY = Pattern.compile("[A-Za-z]+://[^/?#]*@.*");

  /** What some programs take for an address in another notation, like {@code 0x7f.1}. */
  private static final Pattern NUMBER = Pattern.compile("[0-9]+|0[xX][0-9A-Fa-f]*");

  private static final Pattern ADDRESS =
      Pattern.compile("(?:(?:0|[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5])(?:\\.(?!$)|$)){4}");
  private static final Pattern LABEL =
      Pattern.compile("[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?");
  private static final int MAX_PORT = 65_535;
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");
  private static final Pattern VALUE =
      Pattern.compile("[!-~](?:[ -~]{0," + (MAX_HEADER_VALUE - 2) + "}[!-~])?");

  /** Of the connection, and not of the request; or what decides where the request ends. */
  private static final Set<String> OF_THE_CONNECTION =
      Set.of(
          "connection",
          "content-length",
          "expect",
          "host",
          "keep-alive",
          "proxy-authenticate",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  /** Settings are shown to whoever may look at the queue. */
  private static final Set<String> SECRETS =
      Set.of("authorization", "cookie", "proxy-authorization");

  private static final Set<String> OF_THE_GATEWAY =
      Set.of("accept-encoding", "traceparent", "tracestate", "user-agent");
  private static final String OURS = "sluice-";

  /**
   * @throws InvalidTaskException with a pointer below {@code /target} to what will not do
   */
  public PushTarget {
    requireUrl(url);
    if (!METHODS.contains(method)) {
      throw new InvalidTaskException(
          "/target/method",
          "method must be one of POST, PUT, PATCH, GET and DELETE, is " + Quoted.of(method));
    }
    Map<String, String> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.forEach(
        (name, value) -> {
          requireHeader(name, value);
          if (sorted.put(name, value) != null) {
            throw header(name, "header " + Quoted.of(name) + " is given twice");
          }
        });
    if (headers.size() > MAX_HEADERS) {
      throw new InvalidTaskException(
          "/target/headers",
          "at most " + MAX_HEADERS + " headers are allowed, there are " + headers.size());
    }
    headers = Map.copyOf(headers);
  }

  /** {@code http} or {@code https}. */
  public String scheme() {
    return part(1);
  }

  /** In lower case; an address of IPv6 in brackets. */
  public String host() {
    return part(2).toLowerCase(Locale.ROOT);
  }

  /** The one that is given, or that of the scheme. */
  public int port() {
    String given = part(3);
    return given.isEmpty() ? (scheme().equals("https") ? HTTPS : HTTP) : Integer.parseInt(given);
  }

  /** Whether its host is an address and not a name. */
  public boolean isAddress() {
    return host().startsWith("[") || ADDRESS.matcher(host()).matches();
  }

  /** Whether a request has the payload as its body. */
  public boolean hasBody() {
    return !method.equals("GET") && !method.equals("DELETE");
  }

  private String part(int group) {
    Matcher parts = URL.matcher(url);
    String found = parts.matches() ? parts.group(group) : null;
    return found == null ? "" : found;
  }

  private static void requireUrl(String url) {
    if (AUTHORITY.matcher(url).matches()) {
      throw url("url must not have a user or a password in it");
    }
    Matcher parts = URL.matcher(url);
    if (url.length() > MAX_URL || !parts.matches()) {
      throw url(
          "url must be http:// or https://, a host, a port from 10 on or none, a path and a query,"
              + " of at most "
              + MAX_URL
              + " plain characters, all others encoded; is "
              + Quoted.of(url));
    }
    requireHost(parts.group(2), url);
    String port = parts.group(3);
    if (port != null && Integer.parseInt(port) > MAX_PORT) {
      throw url("the port in url must be at most " + MAX_PORT + ", is " + port);
    }
  }

  private static void requireHost(String host, String url) {
    if (host.startsWith("[")) {
      requireAddress(host, url);
      return;
    }
    String[] labels = host.split("\\.", -1);
    if (NUMBER.matcher(labels[labels.length - 1]).matches() && !ADDRESS.matcher(host).matches()) {
      throw url(
          "the host in url must be a name, or an address of four decimal numbers without leading"
              + " zeros, is "
              + Quoted.of(url));
    }
    for (String label : labels) {
      if (!LABEL.matcher(label).matches()) {
        throw url("the host in url is no host name: " + Quoted.of(url));
      }
    }
  }

  /** Reads it only: what stands in brackets is never looked up. */
  private static void requireAddress(String host, String url) {
    try {
      InetAddress.getByName(host);
    } catch (UnknownHostException none) {
      throw new InvalidTaskException(
          "/target/url", "the host in url is no address of IPv6: " + Quoted.of(url), none);
    }
  }

  private static void requireHeader(String name, String value) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (!NAME.matcher(name).matches()) {
      throw header(name, "a header cannot have the name " + Quoted.of(name));
    }
    if (OF_THE_CONNECTION.contains(lower)) {
      throw header(name, "header " + Quoted.of(name) + " is of the connection, and set by it");
    }
    if (SECRETS.contains(lower)) {
      throw header(
          name,
          "header "
              + Quoted.of(name)
              + " would show a secret to everybody who may look at the queue; the target knows who"
              + " calls by the signature");
    }
    if (OF_THE_GATEWAY.contains(lower) || lower.startsWith(OURS)) {
      throw header(name, "header " + Quoted.of(name) + " is set by the gateway");
    }
    if (!VALUE.matcher(value).matches()) {
      throw header(
          name,
          "header "
              + Quoted.of(name)
              + " must have 1 to "
              + MAX_HEADER_VALUE
              + " printable characters of ASCII, without a space at an end");
    }
  }

  private static InvalidTaskException header(String name, String why) {
    String part = name.replace("~", "~0").replace("/", "~1");
    return new InvalidTaskException("/target/headers/" + part, why);
  }

  private static InvalidTaskException url(String why) {
    return new InvalidTaskException("/target/url", why);
  }
}
