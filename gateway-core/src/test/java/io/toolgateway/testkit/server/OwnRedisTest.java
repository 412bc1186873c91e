package io.toolgateway.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class OwnRedisTest {

    @Test
    void itComesBackAfterAKillWithWhatItWasToldToKeep() throws Exception {
        try (OwnRedis redis = OwnRedis.start("--appendonly", "yes", "--appendfsync", "always")) {
            assertThat(say(redis, "PING")).isEqualTo("+PONG");
            assertThat(say(redis, "SET kept 1")).isEqualTo("+OK");

            redis.kill();
            assertThat(redis.isRunning()).isFalse();
            assertThatThrownBy(() -> say(redis, "PING")).isInstanceOf(IOException.class);

            redis.restart();
            assertThat(say(redis, "EXISTS kept")).isEqualTo(":1");
            assertThat(redis.log()).isNotEmptyFile();
        }
    }

    @Test
    void withoutFlagsItForgetsAllAtARestart() throws Exception {
        try (OwnRedis redis = OwnRedis.start()) {
            say(redis, "SET gone 1");
            redis.restart();
            assertThat(say(redis, "EXISTS gone")).isEqualTo(":0");
        }
    }

    private static String say(OwnRedis redis, String line) throws IOException {
        try (Socket socket = new Socket(redis.server().host(), redis.server().port())) {
            socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
        }
    }
}
