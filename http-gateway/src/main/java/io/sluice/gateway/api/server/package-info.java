/** What the server says about itself: health, limits, metrics, and its own API document. */
@NullMarked
package io.sluice.gateway.api.server;

import org.jspecify.annotations.NullMarked;
