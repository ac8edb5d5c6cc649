/** One reply is lost, of every command there is, and nothing else comes of it. */
@NullMarked
package io.sluice.load.loss;

import org.jspecify.annotations.NullMarked;
