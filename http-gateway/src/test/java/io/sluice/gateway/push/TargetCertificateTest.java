package io.sluice.gateway.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.sluice.gateway.support.TestCertificate;
import io.sluice.task.TaskState;
import io.sluice.task.view.TaskView;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Targets by HTTPS whose certificates are of authorities that Java does not know. */
@Timeout(60)
class TargetCertificateTest {
  private static final String HERE = "ip:127.0.0.1";

  @TempDir private Path dir;

  @Test
  void aTargetWhoseAuthorityIsNamedIsSentTasks() throws Exception {
    TestCertificate own = certificate("own", HERE);

    TaskView ended = sent(own, "ca=" + dir.resolve("own"));

    assertThat(ended.state()).isEqualTo(TaskState.SUCCEEDED);
  }

  @Test
  void aTargetWhoseAuthorityIsNotNamedIsRefused() throws Exception {
    TestCertificate own = certificate("own", HERE);
    certificate("other", HERE);

    refused(sent(own, ""));
    refused(sent(own, "ca=" + dir.resolve("other")));
  }

  @Test
  void aCertificateOfAnotherNameIsRefused() throws Exception {
    TestCertificate own = certificate("own", "dns:elsewhere.example");

    refused(sent(own, "ca=" + dir.resolve("own")));
  }

  @Test
  void authoritiesThatAreReadAgainAreTheSame() throws Exception {
    certificate("own", HERE);
    certificate("other", HERE);
    String own = dir.resolve("own").toString();

    assertThat(Authorities.in(own))
        .isEqualTo(Authorities.in(own))
        .hasSameHashCodeAs(Authorities.in(own));
    assertThat(Authorities.in(own)).isNotEqualTo(Authorities.in(dir.resolve("other").toString()));
  }

  private static void refused(TaskView ended) {
    assertThat(ended.state()).isEqualTo(TaskState.DEAD);
    assertThat(ended.failure().type()).isEqualTo("push.tls");
  }

  private TestCertificate certificate(String file, String names) throws Exception {
    TestCertificate made = TestCertificate.of("EC", names);
    made.writeCertificate(dir.resolve(file));
    return made;
  }

  /** A task that was sent by a line with this to one who shows the certificate. */
  private TaskView sent(TestCertificate shown, String ca) throws Exception {
    SslContext tls =
        SslContextBuilder.forServer(
                shown.writeCertificate(dir.resolve("shown")).toFile(),
                shown.writeKey(dir.resolve("key")).toFile())
            .build();
    try (Receiver receiver = Receiver.showing(tls);
        PushScene scene = PushScene.open(config -> config)) {
      scene.rules(
          PushScene.KEY, "allow=" + receiver.url() + " keys=shop networks=127.0.0.0/8 " + ca);
      scene.target("tls", receiver.url() + "/");
      scene.work();
      return scene.end("tls", scene.enqueue("tls", "1"));
    }
  }
}
