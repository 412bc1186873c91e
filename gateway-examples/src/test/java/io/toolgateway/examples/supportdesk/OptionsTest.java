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
        assertThat(Options.of("--store=", "--view=", "--audit=")).isEqualTo(new Options(null, null, null));
        assertThat(Options.of("--audit=req_9", "--store=jdbc:postgresql://localhost/shop?user=ann"))
                .isEqualTo(new Options("jdbc:postgresql://localhost/shop?user=ann", null, "req_9"));
        assertThat(Options.of("--view=redis://:secret@localhost:6379", "--store=jdbc:postgresql://localhost/shop"))
                .isEqualTo(new Options("jdbc:postgresql://localhost/shop", "redis://:secret@localhost:6379", null));
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
}
