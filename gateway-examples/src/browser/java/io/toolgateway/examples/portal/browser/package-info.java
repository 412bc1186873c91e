/** The portal in a real browser. */
@NullMarked
package io.toolgateway.examples.portal.browser;

import org.jspecify.annotations.NullMarked;
