/** What is to be checked of a Redis and its queues, and what to say of it. */
@NullMarked
package io.sluice.gateway.doctor;

import org.jspecify.annotations.NullMarked;
