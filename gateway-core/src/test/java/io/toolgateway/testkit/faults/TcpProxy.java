package io.toolgateway.testkit.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * A proxy on loopback that can pass, delay, swallow everything, reset, and cut a connection where a {@link Watch} says so. Two
 * threads a connection. Safe for concurrent use.
 */
public final class TcpProxy implements AutoCloseable {

    private static final int BUFFER = 64 * 1024;

    /** What happens to what a client has sent. */
    public enum Verdict {
        /** It goes on. */
        PASS,
        /** It never reaches the server; the connection ends. */
        CUT_BEFORE,
        /** The server gets it and answers; the answer never reaches the client; the connection ends. */
        CUT_AFTER
    }

    /** Looks at what the client of one connection sends, in order. For one thread at a time. */
    @FunctionalInterface
    public interface Watch {
        /** Judges some bytes, as many as came at once. */
        Verdict sent(byte[] bytes, int length);
    }

    private enum Mode {
        PASS,
        SWALLOW
    }

    private final ServerSocket listener;
    private volatile InetSocketAddress server;
    private final Supplier<Watch> watches;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile Mode mode = Mode.PASS;
    private volatile Duration delay = Duration.ZERO;

    /** Listens, and hands on to a server. */
    public TcpProxy(String host, int port, Supplier<Watch> watches) {
        this.server = new InetSocketAddress(host, port);
        this.watches = watches;
        try {
            this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread("proxy", this::accept);
    }

    /** The port on loopback. */
    public int port() {
        return listener.getLocalPort();
    }

    /** From now on new connections reach another server, and old ones end. */
    public void leadTo(String host, int port) {
        server = new InetSocketAddress(host, port);
        reset();
    }

    /** From now on everything is taken and nothing answered, on old connections and new ones. */
    public void swallow() {
        mode = Mode.SWALLOW;
    }

    /** From now on everything passes; connections that have lost something end. */
    public void pass() {
        boolean hasSwallowed = mode == Mode.SWALLOW;
        // In this order: who comes back at once is not to be swallowed again.
        mode = Mode.PASS;
        if (hasSwallowed) {
            reset();
        }
    }

    /** From now on each piece waits, in both directions. */
    public void delay(Duration each) {
        delay = each;
    }

    /** Ends all connections with a reset. */
    public void reset() {
        open.forEach(TcpProxy::reset);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                open.add(client);
                thread("proxy connection", () -> connect(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void connect(Socket client) {
        Socket upstream = new Socket();
        open.add(upstream);
        try {
            upstream.connect(server);
            client.setTcpNoDelay(true);
            upstream.setTcpNoDelay(true);
            Link link = new Link(client, upstream);
            thread("proxy answers", () -> link.answer());
            link.ask(watches.get());
        } catch (IOException refused) {
            end(client, upstream);
        }
    }

    private final class Link {

        private final Socket client;
        private final Socket upstream;
        private volatile boolean cut;
        private volatile boolean hasLost;

        Link(Socket client, Socket upstream) {
            this.client = client;
            this.upstream = upstream;
        }

        void ask(Watch watch) {
            pump(client, upstream, (bytes, length) -> {
                Verdict verdict = watch.sent(bytes, length);
                cut |= verdict == Verdict.CUT_AFTER;
                return verdict != Verdict.CUT_BEFORE;
            });
        }

        void answer() {
            pump(upstream, client, (bytes, length) -> !cut);
        }

        private void pump(Socket from, Socket to, Gate gate) {
            byte[] bytes = new byte[BUFFER];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                int length = in.read(bytes);
                while (length >= 0) {
                    if (mode == Mode.SWALLOW) {
                        hasLost = true;
                    } else {
                        Pace.pass(delay);
                        if (hasLost || !gate.opens(bytes, length)) {
                            break;
                        }
                        out.write(bytes, 0, length);
                    }
                    length = in.read(bytes);
                }
            } catch (IOException ended) {
                // Either side may end at any time.
            } finally {
                end(client, upstream);
            }
        }
    }

    @FunctionalInterface
    private interface Gate {
        boolean opens(byte[] bytes, int length);
    }

    private void end(Socket... sockets) {
        for (Socket socket : sockets) {
            open.remove(socket);
            close(socket);
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException closed) {
            // Then it has ended already.
        }
        close(socket);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException closed) {
            // Then it has ended already.
        }
    }

    private static void thread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        open.forEach(TcpProxy::close);
    }
}
