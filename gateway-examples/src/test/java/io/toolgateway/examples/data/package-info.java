/** The library run against recorded third-party material, which is read from a folder and never committed. */
@NullMarked
package io.toolgateway.examples.data;

import org.jspecify.annotations.NullMarked;
