package io.sluice.gateway.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.resolver.InetSocketAddressResolver;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import io.sluice.task.Failure;
import io.sluice.task.TaskState;
import io.sluice.task.view.TaskView;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A name is looked up once, all of its addresses must do, and the connection goes to them. */
@Timeout(60)
class NamesTest {
  /** Names that have these addresses, in this order, as often as they are asked. */
  private static final class Names extends AddressResolverGroup<InetSocketAddress> {
    private final Map<String, List<List<String>>> answers;
    private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();

    Names(Map<String, List<List<String>>> answers) {
      this.answers = answers;
    }

    int asked(String name) {
      return asked.getOrDefault(name, new AtomicInteger()).get();
    }

    @Override
    protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
      return new InetSocketAddressResolver(
          executor,
          new InetNameResolver(executor) {
            @Override
            protected void doResolve(String name, Promise<InetAddress> promise) {
              throw new AssertionError("one is looked up where all have to do");
            }

            @Override
            protected void doResolveAll(String name, Promise<List<InetAddress>> promise)
                throws UnknownHostException {
              List<List<String>> turns = answers.get(name);
              if (turns == null) {
                throw new UnknownHostException(name);
              }
              int turn = asked.computeIfAbsent(name, any -> new AtomicInteger()).getAndIncrement();
              promise.setSuccess(
                  turns.get(Math.min(turn, turns.size() - 1)).stream()
                      .map(NetUtil::createInetAddressFromIpAddressString)
                      .toList());
            }
          });
    }
  }

  @ParameterizedTest
  @CsvSource({
    "loopback.example, 127.0.0.1",
    "mapped.example, 127.0.0.1",
    "mixed.example, 10.0.0.7",
    "late.example, ::1",
    "metadata.example, 169.254.169.254",
    "nat64.example, 64:ff9b::7f00:1"
  })
  void aNameWithAnAddressThatMayNotBeCalledFailsTheAttemptAndNothingIsLost(
      String host, String address) {
    Names names =
        new Names(
            Map.of(
                "loopback.example", List.of(List.of("127.0.0.1")),
                "mapped.example", List.of(List.of("::ffff:127.0.0.1")),
                "mixed.example", List.of(List.of("93.184.216.34", "10.0.0.7")),
                "late.example", List.of(List.of("93.184.216.34", "2606:4700::1111", "::1")),
                "metadata.example", List.of(List.of("169.254.169.254")),
                "nat64.example", List.of(List.of("64:ff9b::7f00:1"))));
    try (PushScene scene = PushScene.open(config -> config)) {
      scene.rules(PushScene.KEY, "allow=http://*.example keys=shop");
      scene.work(names);
      scene.target("mail", "http://" + host + "/");

      TaskView dead = scene.end("mail", scene.enqueue("mail", "1"));

      assertThat(dead.state()).isEqualTo(TaskState.DEAD);
      assertThat(dead.attempt()).isEqualTo(2);
      Failure failure = dead.failure();
      assertThat(failure.type()).isEqualTo("push.address_refused");
      assertThat(failure.message())
          .contains(host + " has the address")
          .containsPattern(address.equals("::1") ? "::1|0:0:0:0:0:0:0:1" : "")
          .contains("networks= in the push file");
      scene.assertBalanced("mail");
    }
  }

  @Test
  void theConnectionGoesToTheAddressThatWasCheckedAndTheNameIsNotLookedUpAgain() throws Exception {
    Names names =
        new Names(Map.of("shop.example", List.of(List.of("127.0.0.1"), List.of("10.0.0.7"))));
    try (PushScene scene = PushScene.open(config -> config);
        Receiver receiver = Receiver.answering(204)) {
      scene.rules(
          PushScene.KEY,
          "allow=http://shop.example:" + receiver.port() + " keys=shop networks=127.0.0.0/8");
      scene.work(names);
      scene.target("mail", "http://shop.example:" + receiver.port() + "/");

      TaskView done = scene.end("mail", scene.enqueue("mail", "1"));

      assertThat(done.state()).isEqualTo(TaskState.SUCCEEDED);
      assertThat(receiver.next().header("Host")).isEqualTo("shop.example:" + receiver.port());
      assertThat(names.asked("shop.example")).isEqualTo(1);
    }
  }

  @Test
  void aNameThatIsNotThereFailsTheAttempt() {
    try (PushScene scene = PushScene.open(config -> config)) {
      scene.rules(PushScene.KEY, "allow=http://*.example keys=shop");
      scene.work(new Names(Map.of()));
      scene.target("mail", "http://gone.example/");

      TaskView dead = scene.end("mail", scene.enqueue("mail", "1"));

      assertThat(dead.failure().type()).isEqualTo("push.unknown_host");
      assertThat(dead.failure().message()).contains("gone.example");
    }
  }

  @Test
  void theNamesOfTheSystemDoNotLeadToThisMachineEither() {
    try (PushScene scene = PushScene.open(config -> config)) {
      scene.rules(PushScene.KEY, "allow=http://localhost:19 keys=shop");
      scene.work();
      scene.target("mail", "http://localhost:19/");

      TaskView dead = scene.end("mail", scene.enqueue("mail", "1"));

      assertThat(dead.failure().type())
          .as(dead.failure().message())
          .isEqualTo("push.address_refused");
      assertThat(dead.failure().message()).contains("loopback");
    }
  }
}
