package io.toolgateway.testkit.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

class InMemoryMistakesTest extends MistakesContract {

    @TempDir
    static Path folder;

    @Override
    protected Stage stage(String name) {
        try {
            Path own = Files.createDirectory(folder.resolve(name));
            return new Stage(own, InMemoryOpener.class, "", "", List::of);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
