package io.toolgateway;

import static io.toolgateway.ShopFixture.AGENT;
import static io.toolgateway.ShopFixture.SUPERVISOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.toolgateway.approval.Approvals;
import io.toolgateway.audit.AuditEvent;
import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import io.toolgateway.limit.RateLimiter;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ProposalStatus;
import io.toolgateway.store.EventQuery;
import io.toolgateway.store.InMemoryProposalStore;
import io.toolgateway.store.ProposalQuery;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.tool.ToolCall;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A caller with ids that the store cannot hold is refused before anything is judged, told or stored. */
@Tag("S3")
class ForeignIdsTest {

    private static final ToolCall WRITE = ToolCall.of("send_mail", "{\"text\":\"hi\"}");
    private static final ToolCall PARKED = ToolCall.of("process_refund", "{\"order_id\":\"ORD-00001\"}");
    private static final ToolCall UNKNOWN = ToolCall.of("no_such_tool", "{}");
    private static final Caller STRANGER = Caller.of(AGENT.tenant().value(), "stranger")
            .withRoles(AGENT.roles().toArray(String[]::new));

    private final ShopFixture shop = new ShopFixture();
    private final List<AuditEvent> heard = new ArrayList<>();
    private final AtomicInteger judged = new AtomicInteger();
    private final InMemoryProposalStore inner = new InMemoryProposalStore();
    private final ProposalStore store = (ProposalStore) Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {ProposalStore.class}, (proxy, method, arguments) -> {
                if (method.getName().equals("requireStorable")) {
                    Caller caller = (Caller) Objects.requireNonNull(arguments)[0];
                    if (caller.userId().equals("stranger")) {
                        throw new IllegalArgumentException("the user id is no UUID");
                    }
                    return null;
                }
                try {
                    return method.invoke(inner, arguments);
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
            });
    private final Gateway gateway = shop.gateway()
            .store(store)
            .listener(heard::add)
            .rateLimiter((caller, tool) -> {
                judged.incrementAndGet();
                return new RateLimiter.Answer.Passed();
            })
            .build();

    @Test
    void noCallIsLookedAt() {
        requireRefused(() -> gateway.propose(WRITE, STRANGER));
        requireRefused(() -> gateway.propose(UNKNOWN, STRANGER));
        requireRefused(() -> gateway.propose(UNKNOWN, STRANGER, Request.of("req-1")));
        requireRefused(() -> gateway.propose(List.of(UNKNOWN, WRITE), STRANGER, Request.of("req-1")));

        assertThat(judged).hasValue(0);
        assertThat(heard).isEmpty();
        assertThat(shop.ran).isEmpty();
        assertThat(inner.events(new EventQuery(STRANGER.tenant(), null, null, null)))
                .isEmpty();
        assertThat(inner.count(ProposalQuery.of(STRANGER.tenant()))).isZero();
    }

    @Test
    void noReviewIsStored() {
        ProposalId id = gateway.propose(PARKED, AGENT).proposalId();
        int before = heard.size();
        Approvals approvals = gateway.approvals();
        String hash = approvals.find(id, SUPERVISOR).orElseThrow().hash();

        requireRefused(() -> approvals.pending(STRANGER));
        requireRefused(() -> approvals.count(STRANGER, 1));
        requireRefused(() -> approvals.countPending(STRANGER));
        requireRefused(() -> approvals.find(id, STRANGER));
        requireRefused(() -> approvals.approve(id, hash, STRANGER));
        requireRefused(() -> approvals.reject(id, hash, STRANGER, "no"));
        requireRefused(() -> approvals.withdraw(id, hash, STRANGER, null));

        assertThat(heard).hasSize(before);
        assertThat(inner.find(AGENT.tenant(), id).orElseThrow().status()).isEqualTo(ProposalStatus.PENDING);
    }

    @Test
    void whoseIdsFitIsServed() {
        gateway.propose(WRITE, AGENT);

        assertThat(shop.ran).containsExactly("mail hi");
        assertThat(judged).hasValue(1);
    }

    private static void requireRefused(ThrowingCallable asked) {
        assertThatIllegalArgumentException().isThrownBy(asked).withMessage("the user id is no UUID");
    }
}
