package io.toolgateway.examples.supportdesk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("S3")
class OptionsTest {

    @Test
    void withoutAValueAnOptionIsNotGiven() {
        assertThat(Options.of("--store=", "--view=", "--audit=", "--serve=", "--model="))
                .isEqualTo(new Options(null, null, null, null, null));
        assertThat(Options.of("--audit=req_9", "--store=jdbc:postgresql://localhost/shop?user=ann"))
                .isEqualTo(new Options("jdbc:postgresql://localhost/shop?user=ann", null, "req_9", null, null));
        assertThat(Options.of("--view=redis://:secret@localhost:6379", "--store=jdbc:postgresql://localhost/shop"))
                .isEqualTo(new Options(
                        "jdbc:postgresql://localhost/shop", "redis://:secret@localhost:6379", null, null, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgres://ann:secret@localhost/shop",
                "jdbc:mysql://localhost/shop?password=secret",
                "jdbc:postgresql:shop?password=secret"
            })
    void anAddressThatIsNoneIsRefusedByTheFormThatIsExpectedAndNotToldAgain(String store) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.of("--store=" + store))
                .withMessageContaining("The option store")
                .withMessageContaining("jdbc:postgresql://localhost:5432/database?user=me&password=...")
                .withMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost:6379", "http://:secret@localhost:6379", "redis://:secret@localhost", "redis://se cret"
            })
    void anAddressOfNoRedisIsRefusedToo(String view) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.of("--store=jdbc:postgresql://localhost/shop", "--view=" + view))
                .withMessage("The option view is the address of a Redis, such as redis://localhost:6379");
    }

    @Test
    void whatIsNoOptionIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.of("--stroe=jdbc:postgresql://localhost/shop"))
                .withMessageContaining("--stroe");
    }

    @Test
    void aViewShowsARecordThatIsElsewhere() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.of("--view=redis://:secret@localhost:6379"))
                .withMessageContaining("needs the option store")
                .withMessageNotContaining("secret");
    }

    @Test
    void nothingIsLeftInMemoryForAnAudit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.of("--audit=req_9"))
                .withMessageContaining("needs the option store");
    }

    @Test
    @Tag("A7")
    void aPageIsServedAtThePortThatIsSaidOrAtTheUsualOne() {
        assertThat(Options.of("--serve=true").serve()).isEqualTo(Options.USUAL_PORT);
        assertThat(Options.of("--serve=0").serve()).isZero();
        assertThat(Options.of("--serve=9090", "--model=recorded"))
                .isEqualTo(new Options(null, null, null, 9090, "recorded"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--serve=65536", "--serve=-1", "--serve=yes", "--serve=80a"})
    void whatIsNoPortIsRefused(String serve) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.of(serve))
                .withMessageContaining("a port, such as 8080");
    }

    @Test
    void whatDoesNotGoTogetherIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.of("--model=recorded"))
                .withMessageContaining("needs the option serve");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.of("--serve=1", "--audit=req_9", "--store=jdbc:postgresql://localhost/shop"))
                .withMessageContaining("give one of them");
    }
}
