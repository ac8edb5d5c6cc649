package io.sluice.redis.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisURI;
import io.sluice.config.SluiceConfig;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressTest {
  @Test
  void sentinelsHaveALoginOfTheirOwn() {
    RedisURI uri =
        Address.of("rediss-sentinel://shop:p%40ss@one,two:7001/3?sentinel=eye:b%26w+#main");

    assertThat(uri.isSsl()).isTrue();
    assertThat(uri.getDatabase()).isEqualTo(3);
    assertThat(uri.getSentinelMasterId()).isEqualTo("main");
    assertThat(login(uri)).isEqualTo("shop p@ss");
    assertThat(uri.getSentinels()).extracting(RedisURI::getHost).containsExactly("one", "two");
    assertThat(uri.getSentinels()).extracting(RedisURI::getPort).containsExactly(26379, 7001);
    assertThat(uri.getSentinels()).allMatch(RedisURI::isSsl);
    assertThat(uri.getSentinels()).allMatch(each -> login(each).equals("eye b&w+"));
  }

  @Test
  void sentinelsGetNoLoginThatIsNotForThem() {
    RedisURI uri = Address.of("redis-sentinel://shop:right@one#main");

    assertThat(uri.getSentinels()).allMatch(each -> login(each).equals("null null"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          redis-sentinel://one                        | must end with # and the name
          redis-sentinel://one#                       | must end with # and the name
          redis-sentinel://:secret@#main              | must be redis-sentinel://
          redis-sentinel://one,:7#main                | has ':7'
          redis-sentinel://one:x#main                 | from 1 to 65535, is 'x'
          redis-sentinel://one/x#main                 | must be a number
          redis-sentinel://one?password=secret#main   | must be sentinel=password or
          redis-sentinel://one?sentinel=secret%#main  | must be %25
          """)
  void whatIsWrongIsSaidWithoutTheSecret(String url, String words) {
    assertThatThrownBy(() -> Address.of(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(words)
        .message()
        .doesNotContain("secret");
  }

  @Test
  void aClusterIsSomeOfItsNodes() {
    List<RedisURI> nodes = Address.ofCluster("rediss-cluster://shop:p%40ss@one,two:7001/0");

    assertThat(nodes).extracting(RedisURI::getHost).containsExactly("one", "two");
    assertThat(nodes).extracting(RedisURI::getPort).containsExactly(6379, 7001);
    assertThat(nodes).allMatch(RedisURI::isSsl).allMatch(node -> login(node).equals("shop p@ss"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          redis-cluster://:secret@                    | must be redis-cluster://
          redis-cluster://:secret@one/3               | has no databases but 0
          redis-cluster://:secret@one,:7              | has ':7'
          redis-cluster://:secret@one:x               | from 1 to 65535, is 'x'
          redis-cluster://:secret@one#main            | must be redis-cluster://
          """)
  void whatIsWrongWithAClusterIsSaidWithoutTheSecret(String url, String words) {
    assertThatThrownBy(() -> Address.ofCluster(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(words)
        .message()
        .doesNotContain("secret");
  }

  @Test
  void noMessageHasEitherPassword() {
    assertThat(SluiceConfig.of("redis-sentinel://:one@host?sentinel=two#main").redisAddress())
        .isEqualTo("redis-sentinel://***@host?***#main");
  }

  private static String login(RedisURI uri) {
    RedisCredentials login = uri.getCredentialsProvider().resolveCredentials().block();
    if (login == null || !login.hasPassword()) {
      return "null null";
    }
    return login.getUsername() + " " + new String(login.getPassword());
  }
}
