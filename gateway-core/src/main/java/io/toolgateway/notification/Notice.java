package io.toolgateway.notification;

import java.time.Instant;

/**
 * A notification as a person finds it in the application.
 *
 * @param notification what it tells
 * @param number its place: newer ones have higher numbers
 * @param at when it came, by the store's clock
 * @param isRead whether this person has read it
 * @since 0.1
 */
public record Notice(Notification notification, long number, Instant at, boolean isRead) {}
