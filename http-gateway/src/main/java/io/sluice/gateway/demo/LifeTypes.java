package io.sluice.gateway.demo;

import io.sluice.task.enqueue.RetryPolicy;
import io.sluice.task.enqueue.TaskType;
import java.time.Duration;

/** What the queues of the shown demo run. */
final class LifeTypes {
  static final String MAIL = "mail";
  static final String IMAGES = "images";
  static final String WEBHOOKS = "webhooks";
  static final String REPORTS = "reports";

  static final TaskType<Mail, Void> SEND = TaskType.of("mail.send", Mail.class, Void.class);

  static final TaskType<Image, Size> RESIZE = TaskType.of("image.resize", Image.class, Size.class);

  static final TaskType<Call, Integer> CALL =
      TaskType.of("webhook.call", Call.class, Integer.class);

  static final TaskType<Page, String> PAGE = TaskType.of("report.page", Page.class, String.class);

  static final TaskType<Clean, Integer> CLEAN =
      TaskType.of("report.clean", Clean.class, Integer.class);

  /** Three attempts within seconds: those that always fail are dead while somebody looks. */
  static final RetryPolicy SOON =
      RetryPolicy.exponential(3, Duration.ofSeconds(2), Duration.ofSeconds(10));

  record Mail(String to, String template, long order) {}

  /**
   * @param steps how many parts of its work it tells of
   */
  record Image(String file, int width, int steps) {}

  record Size(int width, int height) {}

  record Call(String url, long order) {}

  record Page(String report, int page) {}

  record Clean(int olderThanDays) {}

  private LifeTypes() {}
}
