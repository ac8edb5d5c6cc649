/** JSON in and out, by stream; the only package that knows Jackson. */
@NullMarked
package io.sluice.gateway.json;

import org.jspecify.annotations.NullMarked;
