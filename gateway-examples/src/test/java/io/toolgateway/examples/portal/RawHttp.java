package io.toolgateway.examples.portal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A request with exactly these headers, as no HTTP client would send it. */
record RawHttp(String method, String path, List<String> headers, String body) {

    /** What came back: the status, the headers by lower-case name, the body. */
    record Reply(int status, Map<String, String> headers, String body) {

        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    RawHttp {
        headers = List.copyOf(headers);
    }

    /** The same with another header; every one of that name is replaced. */
    RawHttp with(String name, String value) {
        return without(name).and(name, value);
    }

    /** The same with one header more, also if there is one of that name. */
    RawHttp and(String name, String value) {
        List<String> more = new ArrayList<>(headers);
        more.add(name + ": " + value);
        return new RawHttp(method, path, more, body);
    }

    RawHttp without(String name) {
        String prefix = name.toLowerCase(Locale.ROOT) + ":";
        List<String> less = headers.stream()
                .filter(header -> !header.toLowerCase(Locale.ROOT).startsWith(prefix))
                .toList();
        return new RawHttp(method, path, less, body);
    }

    RawHttp by(String other) {
        return new RawHttp(other, path, headers, body);
    }

    RawHttp to(String other) {
        return new RawHttp(method, other, headers, body);
    }

    RawHttp saying(String other) {
        return new RawHttp(method, path, headers, other);
    }

    Reply send(int port) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
        headers.forEach(header -> head.append(header).append("\r\n"));
        if (bytes.length > 0) {
            head.append("Content-Length: ").append(bytes.length).append("\r\n");
        }
        head.append("Connection: close\r\n\r\n");
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            return reply(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Reply reply(String text) {
        int end = text.indexOf("\r\n\r\n");
        String[] head = text.substring(0, end).split("\r\n");
        Map<String, String> headers = new TreeMap<>();
        for (int i = 1; i < head.length; i++) {
            int colon = head[i].indexOf(':');
            headers.put(
                    head[i].substring(0, colon).toLowerCase(Locale.ROOT),
                    head[i].substring(colon + 1).strip());
        }
        return new Reply(Integer.parseInt(head[0].split(" ")[1]), headers, text.substring(end + 4));
    }
}
