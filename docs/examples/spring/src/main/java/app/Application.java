package app;

import io.sluice.Sluice;
import io.sluice.spring.TaskHandler;
import io.sluice.task.enqueue.TaskType;
import java.time.Duration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

@SpringBootApplication
public class Application {
  public record Email(String to) {}

  public record Receipt(String messageId) {}

  static final TaskType<Email, Receipt> SEND_EMAIL =
      TaskType.of("email.send", Email.class, Receipt.class);

  public static void main(String[] arguments) {
    SpringApplication.run(Application.class, arguments);
  }

  /** The handler: takes a second, as a mail server does, and says what it has sent. */
  @Component
  static class Emails {
    @TaskHandler("email.send")
    Mono<Receipt> send(Email email) {
      return Mono.just(new Receipt("sent to " + email.to()))
          .delayElement(Duration.ofSeconds(1))
          .doOnNext(receipt -> System.out.println(receipt.messageId()));
    }
  }

  /** The producer. */
  @RestController
  static class Api {
    private final Sluice sluice;

    Api(Sluice sluice) {
      this.sluice = sluice;
    }

    @PostMapping("/emails")
    Mono<String> enqueue(@RequestBody Email email) {
      return sluice.enqueue("email", SEND_EMAIL.with(email)).map(task -> task.id().value());
    }

    @PostMapping("/emails/now")
    Mono<Receipt> enqueueAndWait(@RequestBody Email email) {
      return sluice.enqueue("email", SEND_EMAIL.with(email)).flatMap(sluice::result);
    }
  }
}
