package io.toolgateway.postgres;

import io.toolgateway.stored.Members;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** A copy in memory, and its lines. */
final class ArchivedFile implements ArchiveTarget {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public OutputStream open() {
        bytes.reset();
        return bytes;
    }

    List<Members> lines() {
        return bytes.toString(StandardCharsets.UTF_8).lines().map(Members::of).toList();
    }

    List<Members> lines(String kind) {
        return lines().stream().filter(line -> line.text("kind").equals(kind)).toList();
    }

    List<String> kinds() {
        return lines().stream().map(line -> line.text("kind")).toList();
    }

    String hash() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray()));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
