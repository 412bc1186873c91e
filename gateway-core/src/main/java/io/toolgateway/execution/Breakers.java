package io.toolgateway.execution;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.toolgateway.time.TimeSource;
import io.toolgateway.tool.Failure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The circuit breakers of this process, one for each tool, on the gateway's clock. Safe for concurrent use. */
final class Breakers {

    private static final Logger LOG = LoggerFactory.getLogger(Breakers.class);

    private static final int TRIES_WHEN_HALF_OPEN = 3;

    private final CircuitBreakerConfig config;
    private final ConcurrentHashMap<String, CircuitBreaker> breakers = new ConcurrentHashMap<>();

    Breakers(CircuitBreaking settings, TimeSource time) {
        this.config = CircuitBreakerConfig.custom()
                .failureRateThreshold(settings.failureRate())
                .slidingWindowSize(settings.window())
                .minimumNumberOfCalls(settings.minimumStarts())
                .permittedNumberOfCallsInHalfOpenState(TRIES_WHEN_HALF_OPEN)
                .waitDurationInOpenState(settings.openFor())
                .clock(new ClockOf(time))
                .currentTimestampFunction(clock -> time.nanoTime(), TimeUnit.NANOSECONDS)
                .build();
    }

    private CircuitBreaker of(String tool) {
        return breakers.computeIfAbsent(tool, name -> {
            CircuitBreaker breaker = CircuitBreaker.of(name, config);
            breaker.getEventPublisher()
                    .onStateTransition(event -> LOG.warn(
                            "the circuit of tool {} is {}",
                            name,
                            event.getStateTransition().getToState()));
            return breaker;
        });
    }

    /** Whether a start is let through; if so, it has to be told how it went, or that it was none. */
    boolean tryStart(String tool) {
        return of(tool).tryAcquirePermission();
    }

    /** Whether the tool is left alone now. */
    boolean isOpen(String tool) {
        CircuitBreaker breaker = breakers.get(tool);
        if (breaker == null || !breaker.tryAcquirePermission()) {
            return breaker != null;
        }
        breaker.releasePermission();
        return false;
    }

    /** Those that are not left alone. */
    Set<String> closed(Collection<String> tools) {
        return tools.stream().filter(tool -> !isOpen(tool)).collect(Collectors.toUnmodifiableSet());
    }

    /** Those that are left alone now. */
    Set<String> open() {
        return breakers.keySet().stream().filter(this::isOpen).collect(Collectors.toUnmodifiableSet());
    }

    /** There was no start after all. */
    void notStarted(String tool) {
        of(tool).releasePermission();
    }

    /** How a start went; a failure that would come again says nothing of the system behind the tool, and too many calls neither. */
    void ended(String tool, @Nullable Failure failure, Duration took) {
        if (failure != null && failure.kind() == Failure.Kind.TRANSIENT) {
            of(tool).onError(took.toNanos(), TimeUnit.NANOSECONDS, new CountedException());
        } else {
            of(tool).onSuccess(took.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /** What is counted is the failure's kind; the breaker wants something thrown. */
    private static final class CountedException extends Exception {

        private static final long serialVersionUID = 1L;

        CountedException() {
            super("a start failed", null, false, false);
        }
    }

    /** The gateway's moments as the platform's clock. */
    private static final class ClockOf extends Clock {

        private final TimeSource time;

        ClockOf(TimeSource time) {
            this.time = time;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return time.instant();
        }
    }
}
