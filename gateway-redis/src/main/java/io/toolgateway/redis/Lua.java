package io.toolgateway.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/** A script of {@code scripts/<name>.lua}, sent once and then called by its hash. */
final class Lua {

    private final String text;
    private final String hash;

    private Lua(String text) {
        this.text = text;
        this.hash = sha1(text);
    }

    static Lua named(String name) {
        try (InputStream in = Lua.class.getResourceAsStream("scripts/" + name + ".lua")) {
            if (in == null) {
                throw new IllegalStateException("the resource " + name + ".lua is missing from the jar");
            }
            return new Lua(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs it; what it changes is changed at once or not at all. */
    Object run(UnifiedJedis redis, List<String> keys, List<String> arguments) {
        try {
            return redis.evalsha(hash, keys, arguments);
        } catch (JedisNoScriptException e) {
            // A server that was restarted, or another node: it has not seen the script yet.
            return redis.eval(text, keys, arguments);
        }
    }

    /** What Redis calls a script by. */
    private static String sha1(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
