/** Commands on batches of tasks. */
@NullMarked
package io.sluice.gateway.cli.batches;

import org.jspecify.annotations.NullMarked;
