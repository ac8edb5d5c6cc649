package io.sluice.gateway.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.task.TaskState;
import io.sluice.task.enqueue.PushTarget;
import io.sluice.task.view.TaskView;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Targets that do not answer as HTTP servers do, and requests without a body. */
@Timeout(60)
class BrokenAnswersTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        "HTTP/1.1 200 OK\r\nContent-Le",
        "HTTP/1.1 abc\r\n\r\n",
        "SSH-2.0-OpenSSH_9.2\r\n\r\n",
        "\u0015\u0003\u0001\u0000\u0002\u0002\u0050",
        ""
      })
  void anAnswerThatIsNoneOrBreaksOffIsAFailedAttempt(String raw) throws IOException {
    try (ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread server = new Thread(() -> answerAll(listening, raw));
      server.setDaemon(true);
      server.start();
      String url = "http://127.0.0.1:" + listening.getLocalPort();
      try (PushScene scene = PushScene.open(config -> config)) {
        scene.rules(PushScene.KEY, "allow=" + url + " keys=shop networks=127.0.0.0/8");
        scene.target("raw", url + "/");
        scene.work();

        TaskView dead = scene.end("raw", scene.enqueue("raw", "1"));

        assertThat(dead.state()).isEqualTo(TaskState.DEAD);
        assertThat(dead.attempt()).isEqualTo(2);
        assertThat(dead.failure().type()).startsWith("push.");
        scene.assertBalanced("raw");
      }
    }
  }

  @Test
  void nobodyWhoListensIsAFailedAttempt() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    try (PushScene scene = PushScene.open(config -> config)) {
      scene.rules(
          PushScene.KEY, "allow=http://127.0.0.1:" + port + " keys=shop networks=127.0.0.0/8");
      scene.target("none", "http://127.0.0.1:" + port + "/");
      scene.work();

      TaskView dead = scene.end("none", scene.enqueue("none", "1"));

      assertThat(dead.failure().type()).isEqualTo("push.connection");
      assertThat(dead.failure().message()).contains("refused");
    }
  }

  @Test
  void aTargetThatSpeaksNoTlsIsAFailedAttempt() {
    try (PushScene scene = PushScene.open(config -> config);
        Receiver plain = Receiver.answering(200)) {
      String url = plain.url().replace("http://", "https://");
      scene.rules(PushScene.KEY, "allow=" + url + " keys=shop networks=127.0.0.0/8");
      scene.target("tls", url + "/");
      scene.work();

      TaskView dead = scene.end("tls", scene.enqueue("tls", "1"));

      assertThat(dead.failure().type()).isEqualTo("push.tls");
    }
  }

  @Test
  void aRequestWithoutABodyIsSentSo() throws Exception {
    try (PushScene scene = PushScene.open(config -> config);
        Receiver receiver = Receiver.answering(200)) {
      scene.allow(receiver);
      scene.target("get", new PushTarget(receiver.url(), "GET", Map.of()));
      scene.work();

      assertThat(scene.end("get", scene.enqueue("get", "1")).state())
          .isEqualTo(TaskState.SUCCEEDED);

      Receiver.Sent sent = receiver.next();
      assertThat(sent.method()).isEqualTo("GET");
      assertThat(sent.body()).isEmpty();
      assertThat(sent.headers()).doesNotContainKeys("Content-Type", "Content-Length");
    }
  }

  private static void answerAll(ServerSocket listening, String raw) {
    try {
      while (true) {
        try (Socket socket = listening.accept()) {
          socket.getInputStream().read(new byte[4096]);
          socket.getOutputStream().write(raw.getBytes(StandardCharsets.ISO_8859_1));
        }
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }
}
