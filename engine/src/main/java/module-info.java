/**
 * A reactive, non-blocking task engine on Redis: enqueue, claim, run, settle, schedule, recover.
 */
module io.sluice {
  requires transitive org.jspecify;
  requires transitive org.reactivestreams;
  requires transitive reactor.core;
  requires static micrometer.core;
  requires static micrometer.observation;
  requires static org.junit.jupiter.api;
  requires static embedded.redis;
  requires io.netty.common;
  requires io.netty.handler;
  requires io.netty.resolver.dns; // Lettuce needs it, and names no modules
  requires io.netty.transport;
  requires lettuce.core;
  requires org.slf4j;
  requires tools.jackson.databind;

  exports io.sluice;
  exports io.sluice.config;
  exports io.sluice.event;
  exports io.sluice.junit;
  exports io.sluice.memory;
  exports io.sluice.metrics;
  exports io.sluice.remote;
  exports io.sluice.schedule;
  exports io.sluice.task;
  exports io.sluice.task.batch;
  exports io.sluice.task.enqueue;
  exports io.sluice.task.handler;
  exports io.sluice.task.view;
}
