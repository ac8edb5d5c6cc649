package app;

import io.sluice.Sluice;
import io.sluice.task.enqueue.TaskType;
import java.time.Duration;
import reactor.core.publisher.Mono;

public final class App {
  public record Mail(String to) {}

  public static void main(String[] args) {
    TaskType<Mail, String> mail = TaskType.of("mail", Mail.class, String.class);
    try (Sluice sluice = Sluice.connect(args[0])) {
      sluice
          .worker("mail")
          .handle(mail, task -> Mono.just("sent to " + task.payload().to()))
          .start();
      System.out.println(
          sluice
              .enqueue("mail", mail.with(new Mail("ann@example.com")))
              .flatMap(sluice::result)
              .block(Duration.ofSeconds(20)));
    }
  }
}
