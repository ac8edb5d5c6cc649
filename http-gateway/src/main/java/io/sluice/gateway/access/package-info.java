/** Who may do what: tokens, their roles and the queues they reach. */
@NullMarked
package io.sluice.gateway.access;

import org.jspecify.annotations.NullMarked;
