/** The HTTP API: a package a resource, and the list of all routes. */
@NullMarked
package io.sluice.gateway.api;

import org.jspecify.annotations.NullMarked;
