package io.sluice.schedule;

/** Why a text is no cron, before the whole text is put around it. */
final class NotCron extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotCron(String why) {
    super(why, null, false, false);
  }

  String why() {
    return String.valueOf(getMessage());
  }
}
