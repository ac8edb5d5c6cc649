package io.sluice.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokensFileTest {
  private static final String DIGEST = "0".repeat(64);

  @TempDir private Path dir;

  @Test
  void holdsTokensAsTheyWereMade() throws Exception {
    Path path = dir.resolve("tokens");
    NewToken shop =
        NewToken.of("shop", Role.PRODUCER, QueuePatterns.parse("email-*,sms"), Rate.parse("100/s"));
    NewToken chief = NewToken.of("chief", Role.ADMIN, QueuePatterns.ALL, null);
    shop.appendTo(path);
    chief.appendTo(path);

    assertThat(Files.readString(path))
        .startsWith("name=shop role=producer queues=email-*,sms rate=100/s sha256=")
        .doesNotContain(shop.secret(), chief.secret());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rw-------");
    Tokens tokens = read(path);
    Caller found = tokens.find(shop.secret());
    assertThat(found).isNotNull();
    assertThat(found.name()).isEqualTo("shop");
    assertThat(found.role()).isEqualTo(Role.PRODUCER);
    assertThat(found.mayReach("email-eu")).isTrue();
    assertThat(found.mayReach("fax")).isFalse();
    assertThat(found.hasRate()).isTrue();
    assertThat(tokens.find(chief.secret())).extracting(Caller::name).isEqualTo("chief");
    assertThat(tokens.find(shop.secret() + "x")).isNull();
    assertThat(tokens.find("")).isNull();
    assertThat(tokens.find(shop.line().sha256())).isNull();
  }

  @Test
  void goesOnAfterALineThatNothingEnded() throws Exception {
    Path path =
        Files.writeString(dir.resolve("tokens"), "# ours\n\nname=a role=viewer sha256=" + DIGEST);
    NewToken token = NewToken.of("b", Role.VIEWER, QueuePatterns.ALL, null);
    token.appendTo(path);

    assertThat(read(path).find(token.secret())).isNotNull();
    assertThat(read(path).size()).isEqualTo(2);
  }

  @Test
  void makesEveryTokenAnotherOne() {
    String secret = TokenSecret.fresh();

    assertThat(secret).matches("sluice_[A-Za-z0-9_-]{43}").isNotEqualTo(TokenSecret.fresh());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name=a role=viewer sha256=D expires=never | unknown field 'expires'",
        "name=a roles=viewer sha256=D              | did you mean role?",
        "name=a role=viewer D                      | unknown field without a value",
        "name=a role=boss sha256=D                 | is 'boss'",
        "name=a role=viewer                        | sha256 is required",
        "role=viewer sha256=D                      | name is required",
        "name=a sha256=D                           | role is required",
        "name=a role=viewer role=admin sha256=D    | role is given twice",
        "name=a§b role=viewer sha256=D             | name must match",
        "name=a role=viewer sha256=secret          | sha256 must be 64",
        "name=a role=viewer rate=fast sha256=D     | is 'fast'",
        "name=a role=viewer rate=0/s sha256=D      | is '0/s'",
        "name=a role=viewer queues= sha256=D       | queues must be names",
      })
  void isRefusedWithTheLineThatIsWrong(String line, String because) throws Exception {
    String good = "name=good role=viewer sha256=" + "1".repeat(64);
    Path path =
        Files.write(dir.resolve("tokens"), List.of("# a comment", good, line.replace("D", DIGEST)));

    assertThatThrownBy(() -> read(path))
        .isInstanceOf(InvalidTokensException.class)
        .hasMessageContaining(path + " line 3: ")
        .hasMessageContaining(because)
        .hasMessageNotContaining("secret");
  }

  @Test
  void isRefusedWhenATokenIsThereTwice() throws Exception {
    String line = "name=a role=viewer sha256=" + DIGEST;
    Path path = Files.write(dir.resolve("tokens"), List.of(line, line));

    assertThatThrownBy(() -> read(path)).hasMessageContaining("token a is listed twice");
  }

  @Test
  void isRefusedWhenItIsNotThere() {
    assertThatThrownBy(() -> read(dir.resolve("nothing")))
        .isInstanceOf(InvalidTokensException.class)
        .hasMessageContaining("cannot read the tokens in");
  }

  private static Tokens read(Path path) {
    TokensFile file = TokensFile.open(path);
    file.close();
    return file.now();
  }
}
