/** Workers in any language over HTTP: claim tasks, settle them, and extend the session. */
@NullMarked
package io.sluice.gateway.api.claims;

import org.jspecify.annotations.NullMarked;
