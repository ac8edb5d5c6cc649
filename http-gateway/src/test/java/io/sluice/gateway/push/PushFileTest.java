package io.sluice.gateway.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.task.QueueName;
import io.sluice.task.enqueue.PushTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class PushFileTest {
  private static final QueueName MAIL = QueueName.of("mail");

  @TempDir Path dir;

  @Test
  void theFirstLineThatMatchesSaysWhichKeysSign() throws IOException {
    PushRules rules =
        rules(
            "# keys",
            "key=a secret=" + PushScene.SECRET,
            "key=b secret=" + PushScene.SECRET,
            "",
            "allow=https://hooks.shop.example keys=b,a",
            "allow=https://*.shop.example keys=a queues=mail*",
            "allow=http://shop.example:8080 keys=a");

    assertThat(rules.ask(target("https://hooks.shop.example/x"), MAIL).by().keys())
        .extracting(PushKey::id)
        .containsExactly("b", "a");
    assertThat(rules.ask(target("https://x.y.shop.example:443"), MAIL).by().keys())
        .extracting(PushKey::id)
        .containsExactly("a");
    assertThat(rules.ask(target("https://HOOKS.shop.EXAMPLE/x"), MAIL).by()).isNotNull();
    assertThat(rules.ask(target("http://shop.example:8080/x?y"), MAIL).by()).isNotNull();
    assertThat(rules.ask(target("https://x.shop.example"), QueueName.of("sms")).refusal())
        .isEqualTo("the push file allows https://x.shop.example:443 for other queues only");
  }

  @ParameterizedTest
  @CsvSource({
    "https://shop.example",
    "https://xshop.example",
    "https://hooks.shop.example.evil.example",
    "https://hooks.shop.example:8443",
    "http://hooks.shop.example",
    "http://hooks.shop.example:443"
  })
  void whatNoLineAllowsIsNotCalled(String url) throws IOException {
    PushRules rules = rules(PushScene.KEY, "allow=https://*.shop.example keys=shop");

    assertThat(rules.ask(target(url), MAIL).refusal())
        .startsWith("no line of the push file allows");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "key=a|secret= is required",
        "key=a secret=c2hvcnQ=|at least 32 bytes",
        "key=a secret=no-base64|at least 32 bytes",
        "key=a/b secret=SECRET|key must match",
        "key=shop secret=SECRET|listed twice",
        "key=a secret=SECRET queues=x|has no queues=",
        "allow=https://a.example|keys= is required",
        "allow=https://a.example keys=shp|did you mean shop?",
        "allow=https://a.example/path keys=shop|without a path",
        "allow=https://a.example/ keys=shop|without a path",
        "allow=a.example keys=shop|allow must be like",
        "allow=https://* keys=shop|allow must be like",
        "allow=https://a*.example keys=shop|allow must be like",
        "allow=https://a.example:99999 keys=shop|allow must be like",
        "allow=https://2130706433 keys=shop|allow must be like",
        "allow=https://a.example keys=shop networks=10.0.0.1/8|no bit set behind",
        "allow=https://a.example keys=shop networks=10.0.0.0|networks must be like",
        "allow=https://a.example keys=shop networks=10.0.0.0/33|networks must be like",
        "allow=https://a.example keys=shop networks=fd00::/129|networks must be like",
        "allow=https://a.example keys=shop queues=a b|without a value",
        "allow=https://a.example keys=shop ca=none.pem|which cannot be read: there is no such file",
        "allow=https://a.example keys=shop ca=/|which cannot be read: it is a directory",
        "allow=https://a.example keys=shop ca=pom.xml|ca must be a PEM file with certificates, is",
        "key=a secret=SECRET ca=ca.pem|has no ca=",
        "allow=https://a.example keys=shop slots=7|unknown field 'slots'",
        "queues=a|either key= or allow="
      })
  void aLineThatWillNotDoIsNamedWithoutItsSecret(String line, String why) {
    String secret = PushScene.SECRET;

    assertThatThrownBy(() -> rules(PushScene.KEY, line.replace("SECRET", secret)))
        .isInstanceOf(InvalidPushFileException.class)
        .hasMessageContaining("line 2: ")
        .hasMessageContaining(why)
        .satisfies(error -> assertThat(error.toString()).doesNotContain(secret, "c2hvcnQ="));
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> PushFile.open(dir.resolve("none")))
        .isInstanceOf(InvalidPushFileException.class)
        .hasMessageContaining("none")
        .hasMessageContaining("there is no such file");
  }

  @Test
  void aChangeIsNoticedAndAnInvalidOneLeavesWhatThereWas() throws IOException {
    Path path = write(PushScene.KEY, "allow=https://a.example keys=shop");
    PushFile file = PushFile.open(path);
    try {
      write("allow=https://b.example keys=shop");
      write(PushScene.KEY, "allow=https://c.example keys=shop");
      while (file.now().ask(target("https://c.example"), MAIL).by() == null) {
        Thread.onSpinWait();
      }

      assertThat(file.now().ask(target("https://a.example"), MAIL).by()).isNull();
    } finally {
      file.close();
    }
  }

  private PushRules rules(String... lines) throws IOException {
    PushFile file = PushFile.open(write(lines));
    file.close();
    return file.now();
  }

  private Path write(String... lines) throws IOException {
    return Files.write(dir.resolve("push"), List.of(lines));
  }

  private static PushTarget target(String url) {
    return new PushTarget(url, "POST", Map.of());
  }
}
