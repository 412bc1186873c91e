package io.toolgateway.postgres.faults;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads what a Postgres client sends, message by message, as far as it takes to see a commit: a simple query, or the execution
 * of a statement that was parsed as {@code COMMIT}, named or not. For one connection and one thread.
 */
final class ClientMessages {

    private static final int LENGTH = 4;
    private static final int PROTOCOL_3 = 3 << 16;

    /** The statements of this connection by name, and the portals bound to them. */
    private final Map<String, String> statements = new HashMap<>();

    private final Map<String, String> portals = new HashMap<>();
    private byte[] unread = new byte[0];
    private boolean hasStarted;

    /** Takes the next bytes; says whether they complete a message that commits. */
    boolean commits(byte[] bytes, int length) {
        byte[] all = Arrays.copyOf(unread, unread.length + length);
        System.arraycopy(bytes, 0, all, unread.length, length);
        ByteBuffer buffer = ByteBuffer.wrap(all);
        boolean commits = false;
        while (hasMessage(buffer)) {
            commits |= next(buffer);
        }
        unread = Arrays.copyOfRange(all, buffer.position(), all.length);
        return commits;
    }

    /** A message has a type, before which the first ones come without, and a length that counts itself. */
    private boolean hasMessage(ByteBuffer buffer) {
        int type = hasStarted ? 1 : 0;
        return buffer.remaining() >= type + LENGTH
                && buffer.remaining() >= type + buffer.getInt(buffer.position() + type);
    }

    private boolean next(ByteBuffer buffer) {
        byte type = hasStarted ? buffer.get() : 0;
        int length = buffer.getInt() - LENGTH;
        byte[] body = new byte[length];
        buffer.get(body);
        if (!hasStarted) {
            // A request for encryption comes before the real start, and its answer is a single byte.
            hasStarted = ByteBuffer.wrap(body).getInt() == PROTOCOL_3;
            return false;
        }
        return commits(type, ByteBuffer.wrap(body));
    }

    private boolean commits(byte type, ByteBuffer body) {
        switch (type) {
            case 'Q' -> {
                return isCommit(text(body));
            }
            case 'P' -> statements.put(text(body), text(body));
            case 'B' -> portals.put(text(body), statements.getOrDefault(text(body), ""));
            case 'E' -> {
                return isCommit(portals.getOrDefault(text(body), ""));
            }
            default -> {
                return false;
            }
        }
        return false;
    }

    private static boolean isCommit(String sql) {
        return sql.strip().equalsIgnoreCase("COMMIT");
    }

    private static String text(ByteBuffer body) {
        int from = body.position();
        while (body.get() != 0) {
            continue;
        }
        return new String(body.array(), from, body.position() - from - 1, StandardCharsets.UTF_8);
    }
}
