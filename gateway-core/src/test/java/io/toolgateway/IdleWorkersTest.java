package io.toolgateway;

import static io.toolgateway.ShopFixture.AGENT;
import static io.toolgateway.ShopFixture.SUPERVISOR;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.approval.ReviewItem;
import io.toolgateway.execution.ExecutorOptions;
import io.toolgateway.store.InMemoryProposalStore;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.tool.ToolCall;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What idle workers ask of the store: all wait in vain together, round after round, and hear of nothing. */
class IdleWorkersTest {

    private static final int WORKERS = 16;
    private static final int ROUNDS = 5;

    private final ShopFixture shop = new ShopFixture();
    private final InMemoryProposalStore inner = new InMemoryProposalStore();
    private final AtomicInteger claims = new AtomicInteger();
    private final List<Integer> claimsBefore = new CopyOnWriteArrayList<>();
    private final CountDownLatch rounds = new CountDownLatch(ROUNDS + 1);
    private final AtomicInteger approvals = new AtomicInteger();
    /** When all wait: nobody claims. */
    private final CyclicBarrier allWait = new CyclicBarrier(WORKERS, () -> {
        claimsBefore.add(claims.get());
        approve(approvals.getAndSet(0));
        rounds.countDown();
    });

    private final ProposalStore store = (ProposalStore)
            Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {ProposalStore.class}, this::call);
    private final Gateway gateway = shop.gateway()
            .store(store)
            .executor(ExecutorOptions.defaults().withThreads(WORKERS))
            .build();

    private Object call(Object proxy, Method method, Object[] arguments) throws Throwable {
        if (method.getName().equals("awaitWork")) {
            if (rounds.getCount() > 0) {
                allWait.await();
                return false;
            }
            // Enough: until the executor is closed and interrupts.
            new CountDownLatch(1).await();
        }
        if (method.getName().equals("claim")) {
            claims.incrementAndGet();
        }
        try {
            return method.invoke(inner, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private void approve(int count) {
        for (int i = 0; i < count; i++) {
            gateway.propose(ToolCall.of("process_refund", "{\"order_id\":\"ORD-00001\"}"), AGENT);
        }
        for (ReviewItem item : gateway.approvals().pending(SUPERVISOR)) {
            gateway.approvals().approve(item.id(), item.hash(), SUPERVISOR);
        }
    }

    private void runRounds() throws InterruptedException {
        gateway.executor().start();
        assertThat(rounds.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void oneLooksForAllThatWait() throws Exception {
        runRounds();

        assertThat(claimsBefore).startsWith(WORKERS, WORKERS + 1, WORKERS + 2, WORKERS + 3, WORKERS + 4, WORKERS + 5);
    }

    @Test
    void whereOneFindsWorkTheNextLooksAtOnce() throws Exception {
        approvals.set(3);

        runRounds();

        assertThat(shop.ran).hasSize(3);
        // Three claims that found work, one that did not, and one more of each worker that had some.
        assertThat(claimsBefore.get(1)).isBetween(WORKERS + 5, WORKERS + 7);
    }
}
