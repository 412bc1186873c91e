/** What the tests of this library and of its adapters stand on: a clock to set, people, proposals, and a history that is checked. */
@NullMarked
package io.toolgateway.testkit;

import org.jspecify.annotations.NullMarked;
