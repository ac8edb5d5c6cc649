/** Acts on many tasks in one request. */
@NullMarked
package io.sluice.gateway.api.acts;

import org.jspecify.annotations.NullMarked;
