/** What lies in the folder deploy, tried out. */
@NullMarked
package io.sluice.gateway.deploy;

import org.jspecify.annotations.NullMarked;
