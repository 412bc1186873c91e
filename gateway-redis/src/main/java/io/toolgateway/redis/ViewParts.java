package io.toolgateway.redis;

import io.toolgateway.live.RecordFeed;

/**
 * What those who repair a view stand on.
 *
 * @param record the record that it follows
 * @param shards where it lies
 * @param server the way there
 * @param showing writes and reads what is shown
 * @param epochs as this process knows them
 * @param repairs counts what was found
 * @param turn whether this process is the one that repairs
 */
record ViewParts(
        RecordFeed record, Shards shards, Server server, Showing showing, Epochs epochs, Repairs repairs, Turn turn) {}
