/** Commands that produce, show and act on tasks. */
@NullMarked
package io.sluice.gateway.cli.tasks;

import org.jspecify.annotations.NullMarked;
