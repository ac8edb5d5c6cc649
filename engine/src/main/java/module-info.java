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
  requires static spring.aop;
  requires static spring.beans;
  requires static spring.boot;
  requires static spring.boot.actuator; // the health of Boot 3
  requires static spring.boot.autoconfigure;
  requires static spring.boot.health; // that of Boot 4
  requires static spring.context;
  requires static spring.core;
  requires static spring.test;
  requires io.netty.common;
  requires io.netty.handler;
  requires io.netty.resolver.dns; // Lettuce needs it, and names no modules
  requires io.netty.transport;
  requires lettuce.core;
  requires org.slf4j;
  requires tools.jackson.databind;

  exports io.sluice;
  exports io.sluice.config;
  exports io.sluice.encryption;
  exports io.sluice.event;
  exports io.sluice.junit;
  exports io.sluice.memory;
  exports io.sluice.metrics;
  exports io.sluice.remote;
  exports io.sluice.schedule;
  exports io.sluice.spring;
  exports io.sluice.task;
  exports io.sluice.task.batch;
  exports io.sluice.task.enqueue;
  exports io.sluice.task.handler;
  exports io.sluice.task.view;

  opens io.sluice.spring; // to Spring, which may not be there
}
