/** The model that the chat talks to: recorded answers, or a provider's API over plain HTTP. */
@NullMarked
package io.toolgateway.examples.portal.model;

import org.jspecify.annotations.NullMarked;
