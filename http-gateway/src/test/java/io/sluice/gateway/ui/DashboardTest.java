package io.sluice.gateway.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.Reply;
import io.sluice.gateway.support.TestGateway;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DashboardTest {
  private static final Path SOURCES = Path.of("src/main/resources/io/sluice/gateway/ui");
  private static final Pattern IMPORT = Pattern.compile("from \"\\./([a-z]+\\.js)\"");
  private static final Pattern REFERENCE = Pattern.compile("(?:src|href)=\"([a-z]+\\.[a-z]+)\"");
  private static final TestGateway GATEWAY = TestGateway.start();
  private static final Http HTTP = GATEWAY.http();

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyFileIsServedWithItsTypeItsVersionAndAStrictPolicy(String name) throws IOException {
    Reply reply = HTTP.get("/ui/" + name);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body()).isEqualTo(Files.readAllBytes(SOURCES.resolve(name)));
    assertThat(reply.header("Content-Type")).isEqualTo(typeOf(name));
    assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(reply.header("Access-Control-Allow-Origin")).isEmpty();
    assertThat(reply.header("Content-Security-Policy"))
        .isEqualTo(
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
                + " img-src 'self' data:; frame-ancestors 'none'; base-uri 'none';"
                + " form-action 'none'");
    Reply again = HTTP.get("/ui/" + name, "If-None-Match", reply.header("ETag"));
    assertThat(again.status()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(again.header("ETag")).isEqualTo(reply.header("ETag")).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("files")
  void noFileMakesMarkupOfDataOrNeedsWhatThePolicyForbids(String name) throws IOException {
    String source = Files.readString(SOURCES.resolve(name));

    assertThat(source)
        .doesNotContain(
            "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function(")
        .doesNotContain("http://", "https://", "@import", "javascript:")
        .doesNotContainPattern("<script(?![^>]*\\bsrc=)|<style|\\bstyle=|\\bon[a-z]+=\"");
    references(source)
        .forEach(other -> assertThat(SOURCES.resolve(other)).as("named in " + name).exists());
  }

  @Test
  void thePageIsAtItsFolderAndSaysSo() {
    Reply without = HTTP.get("/ui");

    assertThat(without.status()).isEqualTo(308);
    assertThat(without.header("Location")).isEqualTo("/ui/");
    assertThat(HTTP.get("/ui/").text()).contains("<title>Sluice</title>");
    assertThat(HTTP.head("/ui/").header("Content-Type")).startsWith("text/html");
  }

  @ParameterizedTest
  @MethodSource("strangers")
  void nothingElseIsThere(String path) {
    assertThat(HTTP.get(path).status()).isIn(400, 404);
  }

  @Test
  void whatActsSaysThatThePageAsks() throws IOException {
    try (Stream<Path> sources = Files.list(SOURCES)) {
      List<String> askers =
          sources.filter(file -> read(file).contains("\"POST\"")).map(DashboardTest::name).toList();

      assertThat(askers).containsExactly("api.js");
      assertThat(read(SOURCES.resolve("api.js"))).contains("\"X-Sluice-UI\": \"1\"");
    }
  }

  static List<String> files() throws IOException {
    try (Stream<Path> sources = Files.list(SOURCES)) {
      return sources.map(DashboardTest::name).sorted().toList();
    }
  }

  static List<String> strangers() {
    return List.of(
        "/ui/none.js", "/ui/UiFile.class", "/ui/..", "/ui/a/b", "/ui/%2e%2e%2flogback.xml");
  }

  private static Stream<String> references(String source) {
    return Stream.of(IMPORT, REFERENCE)
        .flatMap(pattern -> pattern.matcher(source).results())
        .map((MatchResult found) -> found.group(1));
  }

  private static String typeOf(String name) {
    String type = name.replaceAll(".*\\.", "").replace("js", "javascript");
    return "text/" + type + "; charset=utf-8";
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
