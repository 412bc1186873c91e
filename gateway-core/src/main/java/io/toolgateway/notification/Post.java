package io.toolgateway.notification;

import io.toolgateway.time.TimeSource;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Posts a text and hears the status. A request of its own on a socket of its own, since the platform's clients look the name up
 * themselves, after it was checked, and none can be told which address to take: here the socket connects to the address that was
 * checked, and TLS asks that host for the name. No redirect is followed, no proxy asked, no cookie kept; of the answer the head is read
 * and nothing else, and all of it ends at one deadline.
 *
 * <p>Threads: safe for concurrent use.
 */
final class Post {

    private static final int LONGEST_HEAD = 16 * 1024;
    private static final int INTERIM_HEADS = 5;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})(?: .*)?");
    private static final int INTERIM = 199;
    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(5);

    private final Endpoint endpoint;
    private final Duration within;
    private final SSLSocketFactory tls;
    /** The network's time, whatever a test's clock says. */
    private final TimeSource time = TimeSource.SYSTEM;

    Post(Endpoint endpoint, Duration within, @Nullable SSLSocketFactory tls) {
        this.endpoint = endpoint;
        this.within = within;
        this.tls = tls == null ? (SSLSocketFactory) SSLSocketFactory.getDefault() : tls;
    }

    /** The head of an answer. */
    record Answer(int status, Map<String, String> headers) {}

    /**
     * Sends a request.
     *
     * @throws IOException if there is no answer in time, or none that is HTTP
     */
    Answer send(byte[] body, Map<String, String> headers) throws IOException {
        long end = time.nanoTime() + within.toNanos();
        List<InetAddress> addresses = endpoint.addresses();
        IOException failed = null;
        for (InetAddress address : addresses) {
            try (Socket socket = connected(address, end)) {
                return exchange(socket, request(body, headers), body);
            } catch (NotConnectedException e) {
                failed = e;
            }
        }
        throw failed == null ? new IOException("not connected") : failed;
    }

    /** Nothing was sent yet, so another address may be tried. */
    private static final class NotConnectedException extends IOException {

        private static final long serialVersionUID = 1L;

        NotConnectedException(IOException cause) {
            super("it cannot be connected to", cause);
        }
    }

    private Socket connected(InetAddress address, long end) throws IOException {
        Socket socket = new TimedSocket(end);
        try {
            socket.setTcpNoDelay(true);
            int millis = (int) Math.min(LONGEST_CONNECT.toMillis(), left(end));
            socket.connect(new InetSocketAddress(address, endpoint.port()), millis);
        } catch (IOException e) {
            socket.close();
            throw new NotConnectedException(e);
        }
        try {
            return endpoint.isTls() ? secured(socket) : socket;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /** The certificate must be for the name of the URL, whichever address it led to. */
    private Socket secured(Socket socket) throws IOException {
        SSLSocket secured = (SSLSocket) tls.createSocket(socket, endpoint.host(), endpoint.port(), true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }

    private byte[] request(byte[] body, Map<String, String> headers) {
        StringBuilder head = new StringBuilder(256)
                .append("POST ")
                .append(endpoint.target())
                .append(" HTTP/1.1\r\nHost: ")
                .append(endpoint.authority())
                .append("\r\nConnection: close\r\nUser-Agent: tool-gateway\r\nContent-Length: ")
                .append(body.length)
                .append("\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        return head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }

    private Answer exchange(Socket socket, byte[] head, byte[] body) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(head);
        out.write(body);
        out.flush();
        InputStream in = new BufferedInputStream(socket.getInputStream());
        for (int i = 0; i < INTERIM_HEADS; i++) {
            Answer answer = answer(head(in));
            if (answer.status() > INTERIM) {
                return answer;
            }
        }
        throw new IOException("the answer never comes");
    }

    /** To the empty line, without it. */
    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int line = 0;
        while (head.size() < LONGEST_HEAD) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the answer broke off");
            }
            if (next == '\n') {
                if (line == 0) {
                    return head.toString(StandardCharsets.ISO_8859_1);
                }
                line = 0;
            } else if (next != '\r') {
                line++;
            }
            head.write(next);
        }
        throw new IOException("the head of the answer is too long");
    }

    private static Answer answer(String head) throws IOException {
        String[] lines = head.split("\r?\n", -1);
        Matcher status = STATUS.matcher(lines[0]);
        if (!status.matches()) {
            throw new IOException("the answer is not HTTP");
        }
        Map<String, String> headers = new HashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0) {
                headers.putIfAbsent(
                        lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                        lines[i].substring(colon + 1).strip());
            }
        }
        return new Answer(Integer.parseInt(status.group(1)), headers);
    }

    private long left(long end) throws SocketTimeoutException {
        long millis = TimeUnit.NANOSECONDS.toMillis(end - time.nanoTime());
        if (millis <= 0) {
            throw new SocketTimeoutException("no answer in time");
        }
        return millis;
    }

    /** Each read waits for what is left of the time, so that an answer that comes a byte at a time does not get more of it. */
    private final class TimedSocket extends Socket {

        private final long end;

        TimedSocket(long end) {
            this.end = end;
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(super.getInputStream()) {
                @Override
                public int read() throws IOException {
                    setSoTimeout((int) left(end));
                    return super.read();
                }

                @Override
                public int read(byte[] into, int from, int length) throws IOException {
                    setSoTimeout((int) left(end));
                    return super.read(into, from, length);
                }
            };
        }
    }
}
