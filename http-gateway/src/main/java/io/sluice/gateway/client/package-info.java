/** The gateway seen from outside: requests over HTTP, answers, and what can go wrong. */
@NullMarked
package io.sluice.gateway.client;

import org.jspecify.annotations.NullMarked;
