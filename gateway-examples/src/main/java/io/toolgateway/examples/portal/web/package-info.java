/** What a page on the JDK's HTTP server needs to be safe: checked requests, sessions, headers, and files by an explicit list. */
@NullMarked
package io.toolgateway.examples.portal.web;

import org.jspecify.annotations.NullMarked;
