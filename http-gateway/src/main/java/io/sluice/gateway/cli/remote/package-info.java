/** What all commands have in common that talk to a gateway. */
@NullMarked
package io.sluice.gateway.cli.remote;

import org.jspecify.annotations.NullMarked;
