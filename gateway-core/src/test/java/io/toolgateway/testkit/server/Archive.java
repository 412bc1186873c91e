package io.toolgateway.testkit.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** A {@code .txz}; apart from the rest, since a module with Redis only has no library for it. */
final class Archive {

    private Archive() {}

    static void unpack(InputStream from, Path to) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(from))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path file = to.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                    continue;
                }
                Files.createDirectories(file.getParent());
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
                } else {
                    Files.copy(tar, file);
                    if ((entry.getMode() & 0111) != 0) {
                        Binaries.executable(file);
                    }
                }
            }
        }
    }
}
