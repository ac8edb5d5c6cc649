/** The dashboard in a real browser. */
@NullMarked
package io.sluice.gateway.browser;

import org.jspecify.annotations.NullMarked;
