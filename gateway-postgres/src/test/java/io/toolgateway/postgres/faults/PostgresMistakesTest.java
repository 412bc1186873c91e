package io.toolgateway.postgres.faults;

import io.toolgateway.testkit.faults.MistakesContract;
import io.toolgateway.testkit.faults.Stage;
import io.toolgateway.testkit.server.TestServers;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class PostgresMistakesTest extends MistakesContract {

    @TempDir
    static Path folder;

    @Override
    protected Stage stage(String name) {
        return PostgresStage.on(TestServers.postgres().freshDatabase(), folder);
    }
}
