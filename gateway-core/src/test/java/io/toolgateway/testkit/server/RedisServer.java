package io.toolgateway.testkit.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A Redis that is there. Tests share its keys, so each uses names of its own. For any number of threads. */
public final class RedisServer {

    private static final int PATIENCE_MILLIS = 10_000;

    private final URI uri;

    private RedisServer(URI uri) {
        this.uri = uri;
    }

    /** The server at {@code redis://[user:password@]host:port}. */
    static RedisServer at(String url) {
        URI uri = URI.create(url);
        if (!"redis".equals(uri.getScheme()) || uri.getHost() == null || uri.getPort() < 0) {
            throw new IllegalArgumentException("the address of a Redis looks like redis://host:port");
        }
        return new RedisServer(uri);
    }

    /** The address for a client, perhaps with user and password. */
    public URI uri() {
        return uri;
    }

    /** Its host. */
    public String host() {
        return uri.getHost();
    }

    /** Its port. */
    public int port() {
        return uri.getPort();
    }

    /** What to put into the environment of another JVM so that its {@code TestServers.redis()} is this server. */
    public Map<String, String> environment() {
        return Map.of(TestServers.REDIS_URL, uri.toString());
    }

    /** Its version, such as 7.0.15. */
    String version() throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host(), port()), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            String credentials = uri.getUserInfo();
            if (credentials != null) {
                int colon = credentials.indexOf(':');
                String user = colon <= 0 ? "default" : credentials.substring(0, colon);
                send(socket, "AUTH", user, credentials.substring(colon + 1));
                expect(in.readLine(), "+OK");
            }
            send(socket, "PING");
            expect(in.readLine(), "+PONG");
            send(socket, "INFO", "server");
            String line = in.readLine();
            while (line != null && !line.startsWith("redis_version:")) {
                line = in.readLine();
            }
            return line == null ? "?" : line.substring(line.indexOf(':') + 1);
        }
    }

    private static void expect(@Nullable String answer, String wanted) throws IOException {
        if (!wanted.equals(answer)) {
            throw new IOException("it answers " + answer);
        }
    }

    private static void send(Socket socket, String... words) throws IOException {
        StringBuilder text = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            int bytes = word.getBytes(StandardCharsets.UTF_8).length;
            text.append("$").append(bytes).append("\r\n").append(word).append("\r\n");
        }
        socket.getOutputStream().write(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Without user and password. */
    @Override
    public String toString() {
        return "redis://" + host() + ":" + port();
    }
}
