package io.toolgateway.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class KilledJvmTest {

    /** Another JVM: says its servers' ports and waits to be killed. */
    static final class Other {

        private Other() {}

        public static void main(String[] args) throws Exception {
            OwnPostgres postgres = OwnPostgres.start();
            OwnRedis redis = OwnRedis.start();
            System.out.println(postgres.port() + " " + redis.server().port());
            if (args[0].equals("exit")) {
                System.exit(0);
            }
            System.in.read();
        }
    }

    @Test
    @Timeout(60)
    void noServerOutlivesAJvmThatIsKilled(@TempDir Path temp) throws Exception {
        String ports = run(temp, "wait");
        for (String port : ports.split(" ")) {
            while (listens(Integer.parseInt(port))) {
                Thread.onSpinWait();
            }
        }
        while (!gone(temp)) {
            Thread.onSpinWait();
        }
    }

    @Test
    void noServerOutlivesAJvmThatEnds(@TempDir Path temp) throws Exception {
        for (String port : run(temp, "exit").split(" ")) {
            assertThat(listens(Integer.parseInt(port))).isFalse();
        }
        assertThat(temp.resolve("errors")).isEmptyFile();
        assertThat(gone(temp)).isTrue();
    }

    private static String run(Path directory, String how) throws IOException, InterruptedException {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-D" + ServerPlace.PROPERTY + "=" + directory,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Other.class.getName(),
                        how)
                .redirectError(directory.resolve("errors").toFile())
                .start();
        try (BufferedReader said = other.inputReader(StandardCharsets.UTF_8)) {
            String ports = said.readLine();
            assertThat(ports).isNotNull();
            if (how.equals("wait")) {
                other.destroyForcibly();
            }
            assertThat(other.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return ports;
        } finally {
            other.destroyForcibly();
        }
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean gone(Path directory) throws IOException {
        try (var entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .noneMatch(name -> name.matches("(postgres|redis)\\d+"));
        }
    }
}
