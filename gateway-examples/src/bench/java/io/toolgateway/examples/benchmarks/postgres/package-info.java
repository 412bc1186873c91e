/** What the record on Postgres costs, beside raw JDBC and three job libraries on the same server in the same run. */
package io.toolgateway.examples.benchmarks.postgres;
