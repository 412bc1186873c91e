/** Yes said in advance, by people, within limits; start with {@link io.toolgateway.permission.Permissions}. */
@NullMarked
package io.toolgateway.permission;

import org.jspecify.annotations.NullMarked;
