package io.toolgateway.caller;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("P9")
class RequestTest {

    @Test
    void keepsEverythingThroughEveryCopy() {
        Request request = Request.of("req-1")
                .distinctByCallId()
                .withUntrustedContent()
                .saying("refund please")
                .keyedBy("key-1")
                .inConversation("conv-1");

        assertThat(request.id()).isEqualTo("req-1");
        assertThat(request.conversationId()).isEqualTo("conv-1");
        assertThat(request.key()).isEqualTo("key-1");
        assertThat(request.userText()).isEqualTo("refund please");
        assertThat(request.hasUntrustedContent()).isTrue();
        assertThat(request.isDistinctByCallId()).isTrue();
    }

    @Test
    void isBareUnlessTheHostSaysMore() {
        Request request = Request.of("req-1");

        assertThat(request.conversationId()).isNull();
        assertThat(request.key()).isNull();
        assertThat(request.userText()).isNull();
        assertThat(request.hasUntrustedContent()).isFalse();
        assertThat(request.isDistinctByCallId()).isFalse();
    }

    @Test
    void doesNotTellTheUsersWords() {
        assertThat(Request.of("req-1").saying("my card is 4111").toString()).isEqualTo("Request[req-1]");
    }
}
