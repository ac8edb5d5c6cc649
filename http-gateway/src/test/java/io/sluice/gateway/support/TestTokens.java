package io.sluice.gateway.support;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import io.sluice.gateway.access.Access;
import io.sluice.gateway.access.NewToken;
import io.sluice.gateway.access.QueuePatterns;
import io.sluice.gateway.access.Rate;
import io.sluice.gateway.access.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file of tokens whose secrets the test knows. */
public final class TestTokens implements AutoCloseable {
  private final Path file;
  private final List<Access> opened = new ArrayList<>();

  public TestTokens() {
    try {
      file = Files.createTempFile("sluice-tokens", ".txt");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path file() {
    return file;
  }

  /** Adds a token that reaches all queues; gives its secret. */
  public String add(String name, Role role) {
    return add(name, role, "*", null);
  }

  /** Adds a token; gives its secret. */
  public String add(String name, Role role, String queues, @Nullable String rate) {
    NewToken token =
        NewToken.of(
            name, role, QueuePatterns.parse(queues), rate == null ? null : Rate.parse(rate));
    try {
      token.appendTo(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return token.secret();
  }

  /** Takes out all tokens of this name. */
  public void remove(String name) throws IOException {
    write(
        Files.readAllLines(file).stream()
            .filter(line -> !line.startsWith("name=" + name + " "))
            .toList());
  }

  /** Makes these lines the file, at once. */
  public void write(List<String> lines) throws IOException {
    Path fresh = Files.createTempFile("sluice-tokens", ".txt");
    Files.write(fresh, lines);
    Files.move(fresh, file, REPLACE_EXISTING);
  }

  Access access() {
    Access access = Access.withTokens(file);
    opened.add(access);
    return access;
  }

  @Override
  public void close() throws IOException {
    opened.forEach(Access::close);
    Files.deleteIfExists(file);
  }
}
