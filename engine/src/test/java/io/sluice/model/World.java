package io.sluice.model;

import io.sluice.spec.QueueModel;
import io.sluice.spec.Server;
import io.sluice.spec.Variant;

/** What everybody in a seed shares. */
record World(
    Conditions conditions,
    Variant variant,
    Dice dice,
    Server server,
    QueueModel model,
    Wire wire,
    History history,
    Ids ids,
    Faults faults) {

  long now() {
    return server.now();
  }
}
