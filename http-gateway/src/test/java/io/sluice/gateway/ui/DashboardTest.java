package io.sluice.gateway.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.access.Role;
import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.Reply;
import io.sluice.gateway.support.TestGateway;
import io.sluice.gateway.support.TestTokens;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DashboardTest {
  private static final Path SOURCES = Path.of("src/main/resources/io/sluice/gateway/ui");
  private static final Pattern IMPORT = Pattern.compile("from \"(\\.[^\"]+)\"");
  private static final Pattern REFERENCE =
      Pattern.compile("(?:src|href)=\"([A-Za-z./]+\\.(?:js|css))\"");
  private static final Pattern NAMED =
      Pattern.compile("(?:src|href)=\"(all-[0-9a-f]{16}\\.(?:css|js))\"");
  private static final String VENDOR = "vendor/";
  private static final TestGateway GATEWAY = TestGateway.start();
  private static final Http HTTP = GATEWAY.http();

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @ParameterizedTest
  @MethodSource("served")
  void everyFileIsServedWithItsTypeItsVersionAndAStrictPolicy(String name) {
    Reply reply = HTTP.get("/ui/" + name);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("Cache-Control"))
        .isEqualTo(name.isEmpty() ? "no-cache" : "public, max-age=31536000, immutable");
    assertThat(reply.header("Content-Type")).isEqualTo(typeOf(name));
    assertThat(reply.header("Content-Encoding")).isEmpty();
    assertThat(reply.header("Vary")).isEqualTo("Accept-Encoding");
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
  @MethodSource("served")
  void whoTakesGzipGetsEveryFilePacked(String name) throws IOException {
    Reply plain = HTTP.get("/ui/" + name, "Accept-Encoding", "br, gzip;q=0");
    Reply packed = HTTP.get("/ui/" + name, "Accept-Encoding", "gzip, deflate, br");

    assertThat(plain.header("Content-Encoding")).isEmpty();
    assertThat(packed.header("Content-Encoding")).isEqualTo("gzip");
    assertThat(packed.header("ETag")).isNotEqualTo(plain.header("ETag"));
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
      assertThat(in.readAllBytes()).isEqualTo(plain.body());
    }
  }

  @Test
  void allModulesAreOneScriptInWhichEachStandsAsItIsWritten() throws IOException {
    String script = HTTP.get("/ui/" + served().get(2)).text();

    for (String name : files()) {
      if (name.endsWith(".js") && !name.startsWith(VENDOR)) {
        String source = Files.readString(SOURCES.resolve(name));
        String body =
            source.replaceAll("(?s)^.*\nimport [^\n]*", "").replaceAll("(?m)^export ", "");
        assertThat(script).as(name).contains("// " + name + "\n").contains(body.strip());
      }
    }
    assertThat(script).contains(Files.readString(SOURCES.resolve("vendor/uPlot.iife.min.js")));
    assertThat(script).doesNotContainPattern("(?m)^(import|export)\\b");
  }

  @Test
  void aPageOfAnotherVersionGetsTheFilesOfThisOne() {
    Reply earlier = HTTP.get("/ui/all-0123456789abcdef.js");

    assertThat(earlier.text()).isEqualTo(HTTP.get("/ui/" + served().get(2)).text());
    assertThat(earlier.header("Cache-Control")).isEqualTo("no-cache");
  }

  @ParameterizedTest
  @MethodSource("ownFiles")
  void noFileMakesMarkupOfDataOrNeedsWhatThePolicyForbids(String name) throws IOException {
    String source = Files.readString(SOURCES.resolve(name));

    assertThat(source)
        .doesNotContain(
            "innerHTML",
            "outerHTML",
            "dangerouslySet",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
            "Function(")
        .doesNotContain("http://", "https://", "@import", "javascript:")
        .doesNotContainPattern("<script(?![^>]*\\bsrc=)|<style|\\bstyle=|\\bon[a-z]+=\"");
    references(source)
        .filter(other -> !other.matches("all\\.(js|css)"))
        .forEach(
            other ->
                assertThat(SOURCES.resolve(name).resolveSibling(other))
                    .as("named in " + name)
                    .exists());
  }

  @ParameterizedTest
  @MethodSource("ownFiles")
  void noFileIsLongerThanCanBeReadAtOnce(String name) throws IOException {
    assertThat(Files.readAllLines(SOURCES.resolve(name))).hasSizeLessThanOrEqualTo(300);
  }

  @Test
  void whatOthersWroteIsWhatTheyPublished() throws Exception {
    List<String> sums = Files.readAllLines(SOURCES.resolve(VENDOR + "SHA256SUMS"));

    for (String sum : sums) {
      byte[] file = Files.readAllBytes(SOURCES.resolve(VENDOR + sum.substring(66)));
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(file);
      assertThat(HexFormat.of().formatHex(hash)).as(sum).isEqualTo(sum.substring(0, 64));
    }
    try (Stream<Path> vendored = Files.list(SOURCES.resolve(VENDOR))) {
      assertThat(vendored.map(file -> String.valueOf(file.getFileName())))
          .containsAll(sums.stream().map(sum -> sum.substring(66)).toList())
          .hasSize(sums.size() + 2);
    }
  }

  @Test
  void thePageIsAtItsFolderAndSaysSo() {
    for (String path : List.of("/", "/ui")) {
      Reply without = HTTP.get(path);

      assertThat(without.status()).isEqualTo(308);
      assertThat(without.header("Location")).as("from whatever is above").isEqualTo("ui/");
    }
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
    List<String> askers =
        ownFiles().stream().filter(name -> read(SOURCES.resolve(name)).contains("fetch(")).toList();

    assertThat(askers).containsExactly("core/http.js");
    assertThat(read(SOURCES.resolve("core/http.js"))).contains("\"X-Sluice-UI\": \"1\"");
  }

  @Test
  void whoLooksAtThePageIsTold() {
    Reply reply = HTTP.get("/ui/caller");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().path("role").asString()).isEqualTo("admin");
    assertThat(reply.json().path("name").asString()).isEmpty();
  }

  @Test
  void whoHasNoTokenIsToldNothing() throws IOException {
    try (TestTokens tokens = new TestTokens()) {
      String secret = tokens.add("ann", Role.VIEWER);
      try (TestGateway closed = TestGateway.start(tokens)) {
        Http http = closed.http();

        assertThat(http.get("/ui/caller").status()).isEqualTo(401);
        assertThat(http.get("/ui/").status()).isEqualTo(200);
        Reply known = http.get("/ui/caller", "Authorization", "Bearer " + secret);
        assertThat(known.json().path("name").asString()).isEqualTo("ann");
        assertThat(known.json().path("role").asString()).isEqualTo("viewer");
      }
    }
  }

  /** The page, and what it names: its styles, and its script. */
  static List<String> served() {
    Stream<String> named =
        NAMED.matcher(HTTP.get("/ui/").text()).results().map(found -> found.group(1));
    return Stream.concat(Stream.of(""), named).toList();
  }

  static List<String> files() throws IOException {
    try (Stream<Path> sources = Files.walk(SOURCES)) {
      return sources
          .filter(file -> String.valueOf(file).matches(".*\\.(js|css|html)"))
          .map(file -> String.valueOf(SOURCES.relativize(file)))
          .sorted()
          .toList();
    }
  }

  static List<String> ownFiles() throws IOException {
    return files().stream().filter(name -> !name.startsWith(VENDOR)).toList();
  }

  static List<String> strangers() {
    return List.of(
        "/ui/none.js",
        "/ui/UiFile.class",
        "/ui/..",
        "/ui/a/b",
        "/ui/vendor/NOTICE",
        "/ui/%2e%2e%2flogback.xml");
  }

  private static Stream<String> references(String source) {
    return Stream.of(IMPORT, REFERENCE)
        .flatMap(pattern -> pattern.matcher(source).results())
        .map((MatchResult found) -> found.group(1));
  }

  private static String typeOf(String name) {
    String type =
        name.isEmpty() ? "html" : name.replaceAll(".*\\.", "").replace("js", "javascript");
    return "text/" + type + "; charset=utf-8";
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
