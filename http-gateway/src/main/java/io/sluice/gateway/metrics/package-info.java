/** What the process counts, in the text format of Prometheus. */
@NullMarked
package io.sluice.gateway.metrics;

import org.jspecify.annotations.NullMarked;
