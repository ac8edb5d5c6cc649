/** What several tests need: processes, clients, servers. */
@NullMarked
package io.sluice.gateway.support;

import org.jspecify.annotations.NullMarked;
