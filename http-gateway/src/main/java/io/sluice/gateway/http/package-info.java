/** What every endpoint works with: the request, its answer, preferences, limits. */
@NullMarked
package io.sluice.gateway.http;

import org.jspecify.annotations.NullMarked;
