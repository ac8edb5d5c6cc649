/** Takes tasks from a queue for one session, holds them, and gives back what nobody runs. */
@NullMarked
package io.sluice.claim;

import org.jspecify.annotations.NullMarked;
