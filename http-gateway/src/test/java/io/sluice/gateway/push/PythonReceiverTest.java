package io.sluice.gateway.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.gateway.support.FreePort;
import io.sluice.task.TaskState;
import io.sluice.task.view.TaskView;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The receiver of the documentation takes what a gateway has signed, and nothing else. */
@Timeout(60)
class PythonReceiverTest {
  private static final Path SCRIPT = Path.of("..", "docs", "examples", "push", "receiver.py");
  private static final String OTHER =
      Base64.getEncoder()
          .encodeToString("another key of thirty-two bytes!".getBytes(StandardCharsets.US_ASCII));

  @BeforeAll
  static void thereIsPython() {
    assumeTrue(
        Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(each -> Files.isExecutable(Path.of(each, "python3"))),
        "python3 is not on the PATH");
  }

  @Test
  void hasTwentyLines() throws IOException {
    assertThat(Files.readAllLines(SCRIPT)).hasSizeLessThanOrEqualTo(20);
  }

  @Test
  void itTakesATaskByEitherOfTwoKeys() throws Exception {
    TaskView done = sentTo("shop=" + PushScene.SECRET, "keys=new,shop");

    assertThat(done.state()).isEqualTo(TaskState.SUCCEEDED);
    assertThat(done.result()).asString().isEqualTo("{\"to\":\"änn\"}");
    assertThat(sentTo("new=" + OTHER, "keys=new,shop").state()).isEqualTo(TaskState.SUCCEEDED);
  }

  @Test
  void itRefusesAKeyThatItDoesNotKnow() throws Exception {
    TaskView dead = sentTo("shop=" + OTHER, "keys=shop");

    assertThat(dead.state()).isEqualTo(TaskState.DEAD);
    assertThat(dead.failure().type()).isEqualTo("push.status_401");
    assertThat(sentTo("old=" + PushScene.SECRET, "keys=shop").state()).isEqualTo(TaskState.DEAD);
  }

  private static TaskView sentTo(String key, String keys) throws Exception {
    int port = FreePort.find();
    ProcessBuilder program =
        new ProcessBuilder("python3", SCRIPT.toString(), String.valueOf(port))
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    program.environment().put("SLUICE_KEY", key);
    Process receiver = program.start();
    try (PushScene scene = PushScene.open(config -> config)) {
      awaitListening(port);
      scene.rules(
          PushScene.KEY,
          "key=new secret=" + OTHER,
          "allow=http://127.0.0.1:" + port + " networks=127.0.0.0/8 " + keys);
      scene.target("mail", "http://127.0.0.1:" + port + "/");
      scene.work();

      String id = scene.enqueue("mail", "{\"to\":\"änn\"}");

      TaskView end = scene.end("mail", id);
      if (end.state() == TaskState.SUCCEEDED) {
        BufferedReader told =
            new BufferedReader(
                new InputStreamReader(receiver.getInputStream(), StandardCharsets.UTF_8));
        assertThat(told.readLine()).isEqualTo("task " + id + " attempt 1");
      }
      return end;
    } finally {
      receiver.destroyForcibly().waitFor();
    }
  }

  private static void awaitListening(int port) {
    while (!isListening(port)) {
      Thread.onSpinWait();
    }
  }

  private static boolean isListening(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }
}
