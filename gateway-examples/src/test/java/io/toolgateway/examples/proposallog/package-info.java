@NullMarked
package io.toolgateway.examples.proposallog;

import org.jspecify.annotations.NullMarked;
