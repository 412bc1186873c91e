package io.toolgateway.notification;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * What an answer to a post means, as the Standard Webhooks ask: any 2xx is a delivery, 410 says that nobody wants it any more, all else
 * is tried again, since whoever runs the receiver may set it right. A redirect is not followed: it leads where nobody has checked.
 */
final class HttpDelivery {

    private static final int OK = 200;
    private static final int LAST_OK = 299;
    private static final int GONE = 410;
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

    private HttpDelivery() {}

    static Delivery by(Post post, byte[] body, Map<String, String> headers, Instant now) {
        try {
            return of(post.send(body, headers), now);
        } catch (SocketTimeoutException e) {
            return Delivery.retry("the receiver did not answer in time");
        } catch (UnknownHostException e) {
            return Delivery.retry("the receiver's name has no address");
        } catch (SSLException e) {
            return Delivery.retry("the receiver is not trusted, or speaks no TLS");
        } catch (IOException e) {
            return Delivery.retry("the receiver could not be reached: " + e.getMessage());
        }
    }

    private static Delivery of(Post.Answer answer, Instant now) {
        int status = answer.status();
        if (status >= OK && status <= LAST_OK) {
            return Delivery.delivered();
        }
        String why = "the receiver answered " + status;
        return status == GONE
                ? Delivery.givenUp(why)
                : new Delivery.Retry(why, retryAfter(answer.headers().get("retry-after"), now));
    }

    /** Seconds or a date (RFC 9110); zero for anything else. */
    static Duration retryAfter(@Nullable String text, Instant now) {
        if (text == null) {
            return Duration.ZERO;
        }
        if (SECONDS.matcher(text).matches()) {
            return Duration.ofSeconds(Long.parseLong(text));
        }
        try {
            Duration until = Duration.between(
                    now,
                    ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
            return until.isNegative() ? Duration.ZERO : until;
        } catch (DateTimeParseException none) {
            return Duration.ZERO;
        }
    }
}
