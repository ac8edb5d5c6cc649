/** The HTTP surface: the routes on one screen, one class per endpoint. */
@NullMarked
package io.sluice.gateway.api;

import org.jspecify.annotations.NullMarked;
