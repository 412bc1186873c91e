/** What people do with proposals; start with {@link io.toolgateway.approval.Approvals}. */
@NullMarked
package io.toolgateway.approval;

import org.jspecify.annotations.NullMarked;
