package io.sluice.gateway.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An answer of lines that is read as it comes, over a connection that can be cut. */
public final class Lines implements AutoCloseable {
  private static final JsonMapper MAPPER = new JsonMapper();

  private final Socket socket;
  private final BufferedReader in;

  private Lines(Socket socket) throws IOException {
    this.socket = socket;
    this.in =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  public static Lines open(Http server, String path) throws IOException {
    URI uri = URI.create(server.url());
    Socket socket = new Socket(uri.getHost(), uri.getPort());
    String request = "GET " + path + " HTTP/1.1\r\nHost: " + uri.getAuthority() + "\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return new Lines(socket);
  }

  /** The next line that is an object; heads and the sizes of chunks are passed over. */
  public JsonNode next() throws IOException {
    String line = in.readLine();
    while (line != null && !line.startsWith("{")) {
      line = in.readLine();
    }
    if (line == null) {
      throw new AssertionError("the answer has ended");
    }
    return MAPPER.readTree(line);
  }

  public JsonNode nextWith(String member) throws IOException {
    JsonNode line = next();
    while (!line.has(member)) {
      line = next();
    }
    return line;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
