package io.sluice.gateway.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.gateway.access.QueuePatterns;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.QueueName;
import io.sluice.task.enqueue.PushTarget;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No target leads to this machine or its neighbours, unless the push file says so. */
@Timeout(60)
class AddressesTest {
  private static final QueueName QUEUE = QueueName.of("mail");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7f.0.0.1/",
        "http://127.0.0.0x1/",
        "http://017700000001/",
        "http://0177.0.0.1/",
        "http://127.0.0.01/",
        "http://127.1/",
        "http://127.0.1/",
        "http://0/",
        "http://1.2.3.4.5/",
        "http://256.1.1.1/",
        "http://127.0.0.1./",
        "http://localhost./",
        "http://a..example/",
        "http://127。0。0。1/",
        "http://ⓛocalhost/",
        "http://%6cocalhost/",
        "http://[::1%25eth0]/",
        "http://[::1/",
        "http://[127.0.0.1]/",
        "http://[1::2::3]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:8.8.8.8]/",
        "http://[::ffff:0:127.0.0.1]/",
        "http://[::127.0.0.1]/",
        "http://[64:ff9b::8.8.8.8]/",
        "http://user@shop.example/",
        "http://shop.example@127.0.0.1/",
        "http://shop.example:80@127.0.0.1/",
        "http://shop.example\\@127.0.0.1/",
        "http://shop.example#@127.0.0.1/",
        "http://shop.example/#x",
        "http:/shop.example/",
        "http:shop.example/",
        "//shop.example/",
        "HTTP://shop.example/",
        "ftp://shop.example/",
        "file:///etc/passwd",
        "gopher://shop.example/",
        "http://shop.example:0/",
        "http://shop.example:9/",
        "http://shop.example:0080/",
        "http://shop.example:65536/",
        "http://shop.example:/",
        "http://shop.example:8O/",
        "http://shop.example/a b",
        "http://shop.example/\r\nHost: x",
        "http://shop.example/%0",
        "http:///",
        ""
      })
  void aUrlInAnotherNotationIsNoTarget(String url) {
    assertThatThrownBy(() -> new PushTarget(url, "POST", Map.of()))
        .isInstanceOfSatisfying(
            InvalidTaskException.class,
            refused -> assertThat(refused.pointer()).isEqualTo("/target/url"))
        .hasMessageContaining("url");
  }

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, unspecified",
    "0.1.2.3, unspecified",
    "10.0.0.1, private",
    "100.64.0.1, carrier NAT",
    "100.127.255.255, carrier NAT",
    "127.0.0.1, loopback",
    "127.255.255.254, loopback",
    "169.254.169.254, link-local",
    "172.16.0.1, private",
    "172.31.255.255, private",
    "192.0.0.8, reserved",
    "192.0.2.1, documentation",
    "192.88.99.1, reserved",
    "192.168.0.1, private",
    "198.18.0.1, reserved",
    "198.51.100.7, documentation",
    "203.0.113.7, documentation",
    "224.0.0.1, multicast",
    "239.255.255.250, multicast",
    "240.0.0.1, reserved",
    "255.255.255.255, reserved",
    "[::], unspecified",
    "[::1], loopback",
    "[0:0:0:0:0:0:0:1], loopback",
    "[::ffff:7f00:1], IPv4-mapped",
    "[::ffff:808:808], IPv4-mapped",
    "[::ffff:0:7f00:1], IPv4-mapped",
    "[::7f00:1], IPv4-compatible",
    "[::808:808], IPv4-compatible",
    "[64:ff9b::7f00:1], NAT64",
    "[64:ff9b:1::1], NAT64",
    "[2002:7f00:1::], 6to4",
    "[2001:0:4136:e378:8000:63bf:3fff:fdd2], Teredo",
    "[2001:db8::1], documentation",
    "[100::1], reserved",
    "[fc00::1], unique-local",
    "[fd12:3456::1], unique-local",
    "[fe80::1], link-local",
    "[febf::1], link-local",
    "[fec0::1], site-local",
    "[ff02::1], multicast",
    "[4000::1], public internet",
    "[3fff::1], documentation"
  })
  void anAddressThatIsNotOfThePublicInternetIsNotCalled(String host, String why) {
    PushRules rules = rules("http://" + host + ":8080");
    PushTarget target = new PushTarget("http://" + host + ":8080/", "POST", Map.of());

    PushRules.Answer answer = rules.ask(target, QUEUE);

    assertThat(answer.by()).isNull();
    assertThat(answer.refusal()).contains(host).contains(why);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8.8.8.8",
        "100.63.255.255",
        "100.128.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "11.0.0.0",
        "126.255.255.255",
        "128.0.0.1",
        "169.253.255.255",
        "192.0.1.1",
        "198.17.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "[2606:4700::1111]",
        "[2001:4860:4860::8888]"
      })
  void anAddressOfThePublicInternetIsCalledWhereItIsAllowed(String host) {
    PushTarget target = new PushTarget("http://" + host + "/", "POST", Map.of());

    assertThat(rules("http://" + host).ask(target, QUEUE).by()).isNotNull();
    assertThat(rules("https://" + host).ask(target, QUEUE).by()).isNull();
    assertThat(rules("http://" + host + ":81").ask(target, QUEUE).by()).isNull();
  }

  @Test
  void aNetworkThatIsNamedIsCalledAndNoOther() {
    Network network = Network.parse("127.0.0.0/30");
    PushRules rules =
        new PushRules(
            List.of(
                line("http://127.0.0.1", List.of(network)),
                line("http://127.0.0.4", List.of(network)),
                line("http://[::ffff:7f00:1]", List.of(network))));

    assertThat(rules.ask(new PushTarget("http://127.0.0.1", "GET", Map.of()), QUEUE).by())
        .isNotNull();
    assertThat(rules.ask(new PushTarget("http://127.0.0.4", "GET", Map.of()), QUEUE).by()).isNull();
    assertThat(rules.ask(new PushTarget("http://[::ffff:7f00:1]", "GET", Map.of()), QUEUE).by())
        .isNull();
  }

  private static PushRules rules(String... allowed) {
    return new PushRules(Stream.of(allowed).map(where -> line(where, List.of())).toList());
  }

  private static Allowed line(String where, List<Network> networks) {
    return Allowed.of(
        where,
        List.of(PushKey.of("shop", PushScene.SECRET)),
        QueuePatterns.ALL,
        new Peers(networks, null),
        false);
  }
}
