package app;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Sluice;
import io.sluice.junit.SluiceTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

/** The application with an engine in memory. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE)
@SluiceTest
class ApplicationTest {
  @Autowired private Sluice engine;

  @Test
  void anEmailIsSent(Sluice sluice) {
    assertThat(sluice).isSameAs(engine);
    assertThat(
            sluice
                .enqueue("email", Application.SEND_EMAIL.with(new Application.Email("ann")))
                .flatMap(sluice::result)
                .block(Duration.ofSeconds(20)))
        .isEqualTo(new Application.Receipt("sent to ann"));
  }
}
