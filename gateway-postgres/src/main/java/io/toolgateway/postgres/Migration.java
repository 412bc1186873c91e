package io.toolgateway.postgres;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A numbered change of the schema, as its file says. Lines that begin with {@code -- gateway:} say what a reader must know:
 * {@code min_reader=N}, the oldest version of this library (by its last migration) that can work with the schema after it, and
 * {@code no transaction}, for what Postgres refuses in one; there each statement ends with its line.
 *
 * @param version its number, from 1 without gaps
 * @param name the file's name without its ending
 * @param text what the file holds
 */
record Migration(int version, String name, String text) {

    private static final Pattern NAME = Pattern.compile("V([1-9][0-9]*)__[a-z0-9_]+");
    private static final Pattern MIN_READER = Pattern.compile("(?m)^-- gateway: min_reader=([0-9]+)$");
    private static final Pattern NO_TRANSACTION = Pattern.compile("(?m)^-- gateway: no transaction$");
    private static final Pattern END = Pattern.compile("(?m);\\s*$");

    /** All of this version, in order. */
    static final List<Migration> ALL =
            List.of(named("V1__tables"), named("V2__guards"), named("V3__approvals"), named("V4__inbox"));

    static Migration named(String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a migration is named like V3__what_it_does, not " + name);
        }
        // Whatever the checkout made of the ends of lines.
        String text = Sql.resource("migrations/" + name + ".sql").replace("\r\n", "\n");
        return new Migration(Integer.parseInt(matcher.group(1)), name, text);
    }

    int minReader() {
        Matcher matcher = MIN_READER.matcher(text);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 1;
    }

    boolean isInTransaction() {
        return !NO_TRANSACTION.matcher(text).find();
    }

    /** Of the file, before names are filled in: the same for all schemas. */
    String checksum() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** What to run, in order: one text, or each statement for itself. */
    List<String> statements(Sql sql) {
        String filled = sql.filled(text);
        return isInTransaction()
                ? List.of(filled)
                : Arrays.stream(END.split(filled)).filter(one -> !one.isBlank()).toList();
    }

    /** Writes down that it was applied. All that is filled in is a number, a name of ours or a hash. */
    String record(Sql sql) {
        return sql.filled(Sql.resource("migrations/applied.sql"))
                .replace("${version}", Integer.toString(version))
                .replace("${name}", name)
                .replace("${checksum}", checksum())
                .replace("${min_reader}", Integer.toString(minReader()));
    }

    /** For the host's own tool. */
    Migrations.Script script(Sql sql) {
        return new Migrations.Script(name, sql.filled(text) + "\n" + record(sql), isInTransaction());
    }
}
