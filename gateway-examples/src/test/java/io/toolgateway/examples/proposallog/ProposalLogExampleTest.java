package io.toolgateway.examples.proposallog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.toolgateway.examples.Console;
import io.toolgateway.testkit.server.TestServers;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("S2")
class ProposalLogExampleTest {

    @Test
    void aGroupThatIsMadeAfterwardsCountsAllThatHappened() {
        String server = "--redis=" + TestServers.redis().uri();
        String namespace = "--in=example-" + UUID.randomUUID();

        assertThat(Console.linesOf(() -> ProposalLogExample.main(new String[] {server, namespace})))
                .containsExactly(
                        "12 changes of 5 proposals",
                        "Tool Name           | pending | approved | rejected | executed | expired | failed",
                        "--------------------|---------|----------|----------|----------|---------|-------",
                        "cancel_subscription | 0       | 0        | 0        | 1        | 0       | 1",
                        "process_refund      | 1       | 0        | 1        | 1        | 0       | 0");
        List<String> again = Console.linesOf(() -> ProposalLogExample.main(new String[] {server, namespace}));
        // The new group reads what the first run left, too, and what waited then has been approved and run by now.
        assertThat(again).first().isEqualTo("26 changes of 10 proposals");
    }

    @Test
    void anOptionThatIsNoneIsNamedWithoutItsValue() {
        assertThatThrownBy(() -> Options.of("--redis=redis://h:1", "--url=redis://u:secret@h"))
                .hasMessageContaining("neither is --url")
                .hasMessageNotContaining("secret");
        assertThat(Options.of()).isEqualTo(Options.of("--redis=redis://localhost:6379", "--in=proposal-log-example"));
    }
}
