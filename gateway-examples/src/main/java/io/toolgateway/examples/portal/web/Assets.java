package io.toolgateway.examples.portal.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * Files of the class path that a browser may have: those that were named, read once, and no others, whatever path is asked for.
 *
 * <p>Threads: immutable once built.
 *
 * @since 0.1
 */
public final class Assets {

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml; charset=utf-8");

    private final Map<String, Asset> assets = new HashMap<>();

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Asset(String type, byte[] bytes, String etag) {}

    /**
     * Adds a file.
     *
     * @param path by which a browser asks for it
     * @param resource its absolute name on the class path
     * @return this
     * @throws IllegalArgumentException if there is no such file
     */
    public Assets add(String path, String resource) {
        if (!addIfPresent(path, resource)) {
            throw new IllegalArgumentException("there is no resource " + resource);
        }
        return this;
    }

    /**
     * Adds a file if it is on the class path.
     *
     * @param path by which a browser asks for it
     * @param resource its absolute name on the class path
     * @return true if it is there
     */
    public boolean addIfPresent(String path, String resource) {
        try (InputStream in = Assets.class.getResourceAsStream(resource)) {
            if (in == null) {
                return false;
            }
            byte[] bytes = in.readAllBytes();
            String type = TYPES.get(resource.substring(resource.lastIndexOf('.') + 1));
            if (type == null) {
                throw new IllegalArgumentException("of no known type: " + resource);
            }
            assets.put(path, new Asset(type, bytes, '"' + hash(bytes) + '"'));
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Answers a request for a file.
     *
     * @param request a GET or HEAD
     * @return the file, or that the browser has it as it is; empty if there is none of this path
     */
    public Optional<WebReply> find(WebRequest request) {
        Asset asset = assets.get(request.path());
        if (asset == null || request.isPost()) {
            return Optional.empty();
        }
        WebReply reply = asset.etag().equals(request.header("if-none-match"))
                ? WebReply.empty(304)
                : new WebReply(200, asset.bytes(), Map.of("Content-Type", asset.type()));
        return Optional.of(reply.with("Cache-Control", "no-cache").with("ETag", asset.etag()));
    }

    private static String hash(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has it", e);
        }
    }
}
