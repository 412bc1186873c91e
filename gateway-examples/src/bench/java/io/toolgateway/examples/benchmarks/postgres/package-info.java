/** What the record on Postgres costs, beside raw JDBC and two job libraries on the same server in the same run. */
package io.toolgateway.examples.benchmarks.postgres;
