@NullMarked
package io.toolgateway.examples.portal.web;

import org.jspecify.annotations.NullMarked;
