/** The harness as a client of the gateway, and the bare server that it is compared with. */
@NullMarked
package io.sluice.load.http;

import org.jspecify.annotations.NullMarked;
