package io.toolgateway.notification;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;

/** Receives webhooks on this machine, in whatever mood. */
final class Receiver implements AutoCloseable {

    /** Does not answer before it is closed. */
    static final int SILENCE = 0;

    /** What came, with header names in lower case. */
    record Received(String path, Map<String, String> headers, byte[] body) {

        String header(String name) {
            String value = headers.get(name);
            return value == null ? "" : value;
        }
    }

    final List<Received> received = new CopyOnWriteArrayList<>();

    /** What was answered with a 2xx. */
    final List<Received> taken = new CopyOnWriteArrayList<>();

    private final AtomicInteger count = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final IntUnaryOperator answers;

    /** Answers with this status each time. */
    Receiver(int status) {
        this(number -> status);
    }

    /** Answers each request, from 1, with a status. */
    Receiver(IntUnaryOperator answers) {
        this.answers = answers;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/in?key=canary");
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, String.join(",", values)));
            byte[] body = exchange.getRequestBody().readAllBytes();
            Received one = new Received(exchange.getRequestURI().getPath(), headers, body);
            received.add(one);
            int status = answers.applyAsInt(count.incrementAndGet());
            if (status == SILENCE) {
                closed.await();
                return;
            }
            if (status >= 300 && status < 400) {
                exchange.getResponseHeaders().set("Location", "/elsewhere");
            }
            if (status == 429) {
                exchange.getResponseHeaders().set("Retry-After", "3600");
            }
            if (status >= 200 && status < 300) {
                taken.add(one);
            }
            exchange.sendResponseHeaders(status, -1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
