package io.toolgateway.notification;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over TLS the receiver has to be who the URL names, whichever address its name leads to. */
@Tag("A16")
class TrustTest {

    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    Path folder;

    private final AtomicInteger heard = new AtomicInteger();
    private SSLContext context;
    private HttpsServer server;

    @SuppressWarnings("NullAway.Init")
    TrustTest() {}

    @BeforeEach
    void listen() throws Exception {
        Path store = folder.resolve("server.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=test",
                        "-validity",
                        "2",
                        "-ext",
                        "san=dns:hooks.example.com",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(said).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", keys.getCertificate("server"));
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            heard.incrementAndGet();
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    @Test
    void whoHasTheNamesCertificateIsPostedTo() {
        assertThat(channel("hooks.example.com", true).deliver(WebhookChannelTest.aNotification("approved")))
                .isEqualTo(Delivery.delivered());
        assertThat(heard).hasValue(1);
    }

    @Test
    void whoHasAnotherNamesCertificateIsNot() {
        assertThat(channel("other.example.com", true).deliver(WebhookChannelTest.aNotification("approved")))
                .isEqualTo(Delivery.retry("the receiver is not trusted, or speaks no TLS"));
        assertThat(heard).hasValue(0);
    }

    @Test
    void whoHasACertificateOfItsOwnMakingIsNot() {
        assertThat(channel("hooks.example.com", false).deliver(WebhookChannelTest.aNotification("approved")))
                .isEqualTo(Delivery.retry("the receiver is not trusted, or speaks no TLS"));
        assertThat(heard).hasValue(0);
    }

    private WebhookChannel channel(String host, boolean isTrusted) {
        WebhookChannel.Builder builder = WebhookChannel.to(
                        URI.create("https://" + host + ":" + server.getAddress().getPort() + "/in"))
                .signedWith("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
                .answeringWithin(Duration.ofSeconds(20))
                .allowingInternalAddresses()
                .resolvedBy(name -> new InetAddress[] {InetAddress.getLoopbackAddress()});
        return (isTrusted ? builder.trusting(context.getSocketFactory()) : builder).build();
    }
}
