package io.toolgateway.postgres;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Where the copy of removed history goes: see {@link HistoryArchive#moveBefore}.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface ArchiveTarget {

    /**
     * Opens a new place for one copy. It is written, flushed and closed before anything is removed; once {@code close} has
     * returned, the copy must be as safe as the host wants it to be. Refuse to write over an older copy:
     * {@code Files.newOutputStream(path, CREATE_NEW)}.
     *
     * @return the stream; closed by the archive
     * @throws IOException if there is no such place; then nothing is removed
     */
    OutputStream open() throws IOException;
}
