package io.toolgateway.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerPlaceTest {

    @Test
    void aPlaceWhereNothingCanBeStartedIsPassedOver(@TempDir Path temp) throws Exception {
        Path notThere = Files.createFile(temp.resolve("file")).resolve("below");
        Path usable = temp.resolve("usable");
        assertThat(ServerPlace.firstOf(List.of(notThere, usable), Account.DIRECT))
                .isEqualTo(usable);
    }

    @Test
    void everyAccountFindsAPlace() {
        for (Account account : OwnPostgresTest.accounts()) {
            assertThat(ServerPlace.forPrograms(account)).isDirectory();
        }
    }

    @Test
    void nobodyCannotStartWhatLiesBelowAPrivateDirectory(@TempDir Path temp) {
        // JUnit makes it for its owner only, as a home is.
        List<Path> below = List.of(temp.resolve("below"));
        for (Account account : OwnPostgresTest.accounts()) {
            if (account == Account.DIRECT || account == Account.UNSHARE) {
                assertThat(ServerPlace.firstOf(below, account)).isEqualTo(below.get(0));
            } else {
                assertThatThrownBy(() -> ServerPlace.firstOf(below, account))
                        .isInstanceOf(NoTestServer.class)
                        .hasMessageContaining(ServerPlace.PROPERTY)
                        .hasMessageContaining(TestServers.POSTGRES_URL);
            }
        }
    }

    @Test
    void thereIsAWayToRunPostgresHere() {
        assertThat(OwnPostgresTest.accounts()).contains(Account.forPostgres());
    }
}
