/** Commands that show and operate queues. */
@NullMarked
package io.sluice.gateway.cli.queues;

import org.jspecify.annotations.NullMarked;
