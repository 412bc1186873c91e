@NullMarked
package io.toolgateway.examples.portal.model;

import org.jspecify.annotations.NullMarked;
