/**
 * The servers that the tests of all modules share, in one place. {@code TestServers.postgres()} and {@code TestServers.redis()} give
 * one server per JVM: at an address from the environment ({@code GATEWAY_TEST_POSTGRES_URL} with {@code _USER} and {@code
 * _PASSWORD}, {@code GATEWAY_TEST_REDIS_URL}), else in Docker where it answers, else as a real server process whose binary
 * comes from Maven Central; one printed line says which. {@code OwnPostgres} and {@code OwnRedis} are processes of one test's
 * own, to be killed and restarted, always from the binaries. A server that cannot be had fails the test and says what to set;
 * nothing is skipped. Processes and their files end with the JVM, also when the JVM is killed; logs stay under {@code target}. A
 * JVM that a test starts gets the shared server by {@code environment()} of it, so it does not start a server of its own.
 */
@NullMarked
package io.toolgateway.testkit.server;

import org.jspecify.annotations.NullMarked;
