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
        assertThat(Options.of("--store=", "--audit=")).isEqualTo(new Options(null, null));
        assertThat(Options.of("--audit=req_9", "--store=jdbc:postgresql://localhost/shop?user=ann"))
                .isEqualTo(new Options("jdbc:postgresql://localhost/shop?user=ann", "req_9"));
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

    @Test
    void whatIsNoOptionIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.of("--stroe=jdbc:postgresql://localhost/shop"))
                .withMessageContaining("--stroe");
    }

    @Test
    void nothingIsLeftInMemoryForAnAudit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.of("--audit=req_9"))
                .withMessageContaining("needs the option store");
    }
}
