/**
 * The record on Postgres: start with {@link io.toolgateway.postgres.Migrations} and
 * {@link io.toolgateway.postgres.PostgresProposalStore}.
 */
@NullMarked
package io.toolgateway.postgres;

import org.jspecify.annotations.NullMarked;
