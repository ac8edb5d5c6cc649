/**
 * The API of the engine, and the only package that wires its parts together.
 *
 * <p>Every public type here is API: {@link io.sluice.Sluice} and {@link io.sluice.SluiceBuilder} to
 * connect and to enqueue; {@link io.sluice.WorkerBuilder} and {@link io.sluice.Worker} to run
 * tasks; {@link io.sluice.Tasks}, {@link io.sluice.Queues} and {@link io.sluice.Schedules} to look
 * at an engine and to operate it; {@link io.sluice.Health} to watch it. What is package-private is
 * wiring.
 */
@NullMarked
package io.sluice;

import org.jspecify.annotations.NullMarked;
