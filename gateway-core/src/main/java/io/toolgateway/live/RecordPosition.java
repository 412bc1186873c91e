package io.toolgateway.live;

/**
 * How far a record has come.
 *
 * @param record which record this is: another text once commits may have been lost, as after a restore or where an older copy took
 *     over
 * @param point a point in its history; only this record understands it
 * @param ready how many proposals may be claimed by a worker; counted up to a bound of the record's own
 * @since 0.1
 */
public record RecordPosition(String record, String point, int ready) {}
