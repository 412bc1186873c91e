/** The JSON API behind a page on which people decide: mounted by a host in whatever web framework it has. */
@NullMarked
package io.toolgateway.web;

import org.jspecify.annotations.NullMarked;
