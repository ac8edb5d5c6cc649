package io.sluice.metrics;

/**
 * Names of the semantic conventions for messaging of OpenTelemetry, version 1.44.0, in which they
 * are not stable yet; and those of Sluice for what the conventions have no name for.
 */
final class Messaging {
  static final String SYSTEM = "messaging.system";
  static final String OPERATION_NAME = "messaging.operation.name";
  static final String OPERATION_TYPE = "messaging.operation.type";
  static final String DESTINATION = "messaging.destination.name";
  static final String MESSAGE_ID = "messaging.message.id";
  static final String ERROR_TYPE = "error.type";

  static final String CLIENT_DURATION = "messaging.client.operation.duration";
  static final String PROCESS_DURATION = "messaging.process.duration";

  static final String SLUICE = "sluice";
  static final String TYPE = "sluice.task.type";
  static final String ATTEMPT = "sluice.task.attempt";
  static final String OUTCOME = "sluice.task.outcome";

  /** The key of {@code ObservationThreadLocalAccessor}, which need not be there. */
  static final String CONTEXT_KEY = "micrometer.observation";

  private Messaging() {}
}
