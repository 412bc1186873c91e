package io.toolgateway.examples.portal.web;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.toolgateway.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The JDK's HTTP server, with bounds: of threads, of what waits for one, of bodies, and of the time that a client may take. Every
 * request is held against {@link RequestRules}, every answer says what a browser must not do with it.
 *
 * <p>Threads: the application is called by up to 32 threads at once; clients that send nothing can hold all of them, for 5 seconds.
 *
 * @since 0.1
 */
public final class WebServer implements AutoCloseable {

    /** Bytes of a body. */
    public static final int LONGEST_BODY = 64 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);
    private static final int THREADS = 32;
    private static final int CONNECTIONS = 200;
    private static final int PARAMETERS = 20;

    static {
        // The JDK reads them once, when its first server is made; whoever starts the JVM may say otherwise.
        Map.of(
                        "jdk.httpserver.maxConnections", CONNECTIONS,
                        "sun.net.httpserver.maxReqTime", 5, // seconds, for a request to arrive whole
                        "sun.net.httpserver.maxRspTime", 60, // seconds, for an answer to be taken
                        "sun.net.httpserver.idleInterval", 30, // seconds, between two requests
                        "sun.net.httpserver.nodelay", true)
                .forEach((name, value) -> System.getProperties().putIfAbsent(name, value.toString()));
    }

    private final HttpServer server;
    private final ThreadPoolExecutor threads;
    private final RequestRules rules;
    private final Function<WebRequest, WebReply> application;

    private WebServer(HttpServer server, RequestRules rules, Function<WebRequest, WebReply> application) {
        this.server = server;
        this.rules = rules;
        this.application = application;
        AtomicInteger number = new AtomicInteger();
        // A connection has one request at a time, so that the queue is never full.
        this.threads = new ThreadPoolExecutor(
                THREADS, THREADS, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(2 * CONNECTIONS), task -> {
                    Thread thread = new Thread(task, "portal-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
    }

    /**
     * Starts a server.
     *
     * @param address where; port 0 for any that is free
     * @param alsoKnownAs hosts that requests may name besides those of the own machine, each with its port unless it is 80
     * @param application makes, for the port that it is to be, what answers requests that kept the rules
     * @return the server, which answers already
     * @throws IOException if the address cannot be had
     */
    public static WebServer start(
            InetSocketAddress address, Set<String> alsoKnownAs, IntFunction<Function<WebRequest, WebReply>> application)
            throws IOException {
        HttpServer server = HttpServer.create(address, CONNECTIONS);
        int port = server.getAddress().getPort();
        Set<String> hosts = RequestRules.localHosts(port);
        hosts.addAll(alsoKnownAs);
        WebServer web = new WebServer(server, new RequestRules(hosts), application.apply(port));
        server.start();
        return web;
    }

    /** {@return where it listens} */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            send(exchange, reply(exchange));
        }
    }

    private WebReply reply(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        String path = Optional.ofNullable(exchange.getRequestURI().getRawPath()).orElse("");
        Map<String, List<String>> headers = lowerCase(exchange.getRequestHeaders());
        Optional<WebReply> refusal = rules.refusal(method, path, headers);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        byte[] bytes = body(method, exchange.getRequestBody());
        if (bytes.length > LONGEST_BODY) {
            return WebReply.refused(413, "too_long", "A body has " + LONGEST_BODY + " bytes at most.");
        }
        Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
        String body = utf8(bytes);
        if (query == null || body == null) {
            return WebReply.refused(400, "unreadable", "The request cannot be read.");
        }
        String remote = exchange.getRemoteAddress().getAddress().getHostAddress();
        return answer(new WebRequest(method, path, query, headers, body, remote));
    }

    /** A fault of ours is told as one, and in the log as what it is. */
    private WebReply answer(WebRequest request) {
        try {
            return application.apply(request);
        } catch (StoreException e) {
            LOG.warn("{} {}: the record cannot be reached: {}", request.method(), request.path(), e.getMessage());
            return WebReply.refused(
                    503, "store_unavailable", "The record cannot be reached at the moment. Try again soon.");
        } catch (RuntimeException e) {
            LOG.error("{} {} failed", request.method(), request.path(), e);
            return WebReply.refused(500, "fault", "Something went wrong on the server.");
        }
    }

    private static void send(HttpExchange exchange, WebReply reply) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        SecurityHeaders.ALL.forEach(headers::set);
        headers.set("Cache-Control", "no-store");
        reply.headers().forEach(headers::set);
        byte[] body = reply.body();
        boolean isHead = exchange.getRequestMethod().equals("HEAD");
        if (isHead) {
            headers.set("Content-Length", String.valueOf(body.length));
        }
        if (isHead || body.length == 0) {
            exchange.sendResponseHeaders(reply.status(), -1);
        } else {
            exchange.sendResponseHeaders(reply.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** At most a byte more than is allowed. */
    private static byte[] body(String method, InputStream in) throws IOException {
        return method.equals("POST") ? in.readNBytes(LONGEST_BODY + 1) : new byte[0];
    }

    private static @Nullable String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static Map<String, List<String>> lowerCase(Headers headers) {
        Map<String, List<String>> copy = new HashMap<>();
        headers.forEach((name, values) -> copy.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        return copy;
    }

    /** The parameters, or null if they cannot be read or are too many. */
    private static @Nullable Map<String, String> query(@Nullable String raw) {
        Map<String, String> query = new LinkedHashMap<>();
        if (raw == null || raw.isEmpty()) {
            return query;
        }
        String[] pairs = raw.split("&", PARAMETERS + 1);
        if (pairs.length > PARAMETERS) {
            return null;
        }
        try {
            for (String pair : pairs) {
                int end = pair.indexOf('=');
                String name = end < 0 ? pair : pair.substring(0, end);
                String value = end < 0 ? "" : pair.substring(end + 1);
                query.putIfAbsent(
                        URLDecoder.decode(name, StandardCharsets.UTF_8),
                        URLDecoder.decode(value, StandardCharsets.UTF_8));
            }
            return query;
        } catch (IllegalArgumentException e) {
            return null; // a % without its digits
        }
    }

    /** Stops at once. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
