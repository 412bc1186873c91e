/** What may be called: start with {@link io.toolgateway.tool.Tool} and {@link io.toolgateway.tool.ToolRegistry}. */
@NullMarked
package io.toolgateway.tool;

import org.jspecify.annotations.NullMarked;
