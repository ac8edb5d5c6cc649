/** Commands for recurring tasks. */
@NullMarked
package io.sluice.gateway.cli.schedules;

import org.jspecify.annotations.NullMarked;
