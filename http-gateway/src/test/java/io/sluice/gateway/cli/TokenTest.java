package io.sluice.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.SluiceProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenTest {
  @TempDir private Path dir;

  @Test
  void makesATokenThatServesBeyondThisMachine() throws Exception {
    Path file = dir.resolve("tokens");
    String secret;
    try (SluiceProcess token =
        SluiceProcess.start(
            "token",
            "new",
            "--name",
            "shop",
            "--role",
            "producer",
            "--queues",
            "mail-*",
            "--rate",
            "100/s",
            "--file",
            file.toString())) {
      assertThat(token.exitCode()).isZero();
      List<String> printed = token.remainingOutput();
      assertThat(printed).hasSize(1);
      secret = printed.get(0);
      assertThat(token.errors()).singleElement().asString().isEqualTo("added shop to " + file);
    }
    assertThat(Files.readAllLines(file))
        .singleElement()
        .asString()
        .startsWith("name=shop role=producer queues=mail-* rate=100/s sha256=")
        .doesNotContain(secret);
    try (SluiceProcess serve =
        SluiceProcess.start(
            "serve",
            "--port",
            "0",
            "--bind",
            "0.0.0.0",
            "--tokens-file",
            file.toString(),
            "--data-dir",
            dir.resolve("data").toString())) {
      Http http = new Http(serve.http().url().replaceFirst("//[^/]*:", "//127.0.0.1:"));

      assertThat(http.get("/v1/info").status()).isEqualTo(401);
      assertThat(http.get("/livez").status()).isEqualTo(200);
      assertThat(http.get("/readyz").status()).isEqualTo(200);
      assertThat(http.as(secret).get("/v1/info").status()).isEqualTo(200);
      assertThat(http.as(secret).enqueue("mail-a", "{\"type\":\"a\"}").status()).isEqualTo(202);
      assertThat(http.as(secret).enqueue("fax", "{\"type\":\"a\"}").status()).isEqualTo(403);
      assertThat(serve.errors()).noneMatch(line -> line.contains(secret));
    }
  }

  @Test
  void printsTheLineWhereThereIsNoFile() throws Exception {
    try (SluiceProcess token =
        SluiceProcess.start("token", "new", "--name", "shop", "--role", "viewer")) {
      assertThat(token.exitCode()).isZero();
      assertThat(token.remainingOutput()).singleElement().asString().startsWith("sluice_");
      assertThat(token.errors()).hasSize(2);
      assertThat(token.errors().get(1))
          .matches("name=shop role=viewer queues=\\* sha256=[0-9a-f]{64}");
    }
  }
}
