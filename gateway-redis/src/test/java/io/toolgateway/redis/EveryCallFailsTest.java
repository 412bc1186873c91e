package io.toolgateway.redis;

import static io.toolgateway.policy.Approvers.byRole;
import static io.toolgateway.policy.Verdict.requireApproval;
import static io.toolgateway.testkit.People.ACME;
import static io.toolgateway.testkit.People.SAM;
import static io.toolgateway.testkit.People.SUE;
import static io.toolgateway.testkit.Proposals.aRefund;
import static io.toolgateway.testkit.Proposals.aTicket;
import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.audit.AuditEvent;
import io.toolgateway.audit.EventType;
import io.toolgateway.proposal.Change;
import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ProposalStatus;
import io.toolgateway.proposal.ReasonCode;
import io.toolgateway.redis.faults.EventChains;
import io.toolgateway.store.ClaimRequest;
import io.toolgateway.store.Claimed;
import io.toolgateway.store.EventQuery;
import io.toolgateway.store.Insertion;
import io.toolgateway.store.NewProposal;
import io.toolgateway.store.StoreException;
import io.toolgateway.store.SweepRequest;
import io.toolgateway.store.Transition;
import io.toolgateway.store.TransitionResult;
import io.toolgateway.testkit.Changes;
import io.toolgateway.testkit.Scenario;
import io.toolgateway.testkit.SequentialIds;
import io.toolgateway.testkit.SettableClock;
import io.toolgateway.testkit.server.OwnRedis;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * A story of two calls that run and one that expires, told as often as it has calls to Redis; each time another of them fails. Whoever
 * gets no answer asks again, and in the end all is as if nothing had failed.
 */
@Tag("S2")
class EveryCallFailsTest {

    private static final Keys KEYS = Shards.one("").all().get(0);
    private static final int PATIENCE = 5;

    private static OwnRedis server;
    private static RedisClient honest;
    private static RedisClient client;
    private static final Faults FAULTS = new Faults();

    private final SettableClock clock = new SettableClock();

    /** Counts the calls, and fails some. */
    private static final class Faults implements HandedClient.Hand {

        private int calls;
        private int from;
        private int until;
        private boolean isReached;

        /** So many calls from here on fail; the server gets them, or it does not. */
        void fail(int call, int many, boolean reached) {
            calls = 0;
            from = call;
            until = call + many;
            isReached = reached;
        }

        @Override
        public void around(CommandObject<?> command, Runnable send) {
            calls++;
            boolean fails = from <= calls && calls < until;
            if (!fails || isReached) {
                send.run();
            }
            if (fails) {
                throw new JedisConnectionException("cut");
            }
        }
    }

    @BeforeAll
    static void start() {
        server = OwnRedis.start();
        honest = RedisClient.create(server.server().uri());
        client = HandedClient.of(server.server(), FAULTS);
    }

    @AfterAll
    static void stop() {
        client.close();
        honest.close();
        server.close();
    }

    /** Of one failure the store gets over by itself; after three it tells the caller. */
    @ParameterizedTest
    @CsvSource({"1,false", "1,true", "3,false", "3,true"})
    void whicheverCallFailsNothingIsLostOrDoneTwice(int many, boolean isReached) throws Exception {
        int last = tell(0, 0, false);
        assertThat(last).as("calls of the story").isGreaterThan(30);
        for (int call = 1; call <= last; call++) {
            tell(call, many, isReached);
        }
    }

    /** Gives how many calls it took. */
    private int tell(int call, int many, boolean isReached) throws Exception {
        honest.flushAll();
        clock.set(SettableClock.START);
        FAULTS.fail(0, 0, false);
        try (RedisProposalStore store = RedisProposalStore.on(client)
                .acceptingRepeatsAfterLostClaims()
                .onTime(() -> String.valueOf(Written.micros(clock.instant())))
                .build()) {
            FAULTS.fail(call, many, isReached);
            Story story = new Story(store);
            story.tell();
            int calls = FAULTS.calls;
            FAULTS.fail(0, 0, false);
            story.goOn();
            story.check(
                    "call " + call + " of " + calls + " and " + (many - 1) + " more failed, the server "
                            + (isReached ? "having done it" : "knowing nothing of it"),
                    many);
            return calls;
        }
    }

    private final class Story {

        private final RedisProposalStore store;
        private final NewProposal pay = aRefund()
                .parkedFor(requireApproval(byRole("supervisor")).from(2))
                .build();
        private final NewProposal ticket = aTicket().build();
        private final NewProposal late =
                aRefund().validFor(Duration.ofMinutes(5)).build();
        private final List<ProposalId> starts = new ArrayList<>();
        private final List<Proposal> told = new ArrayList<>();

        Story(RedisProposalStore store) {
            this.store = store;
        }

        void tell() throws Exception {
            Proposal parked = insert(pay);
            Proposal voted = made(parked, Changes.approve(parked, SAM));
            made(voted, Changes.approve(voted, SUE));
            Proposal asked = insert(ticket);
            made(asked, Changes.approve(asked, SAM));
            asked(() -> {
                store.switches().off("process_refund", null, "ops");
                return true;
            });
            asked(() -> store.awaitWork(Duration.ofMillis(1)));
            work();
            assertThat(starts).as("off").doesNotContain(pay.id());
            asked(() -> {
                store.switches().on("process_refund", null, "ops");
                return true;
            });
            work();
            Proposal forgotten = insert(late);
            clock.advance(Duration.ofMinutes(6));
            assertThat(asked(() -> store.apply(List.of(transition(forgotten, Changes.approve(forgotten, SAM))))))
                    .allMatch(TransitionResult.Lost.class::isInstance);
            sweep();
            AuditEvent replayed = AuditEvent.replayed(events(pay).get(0).subject(), voted, clock.instant());
            asked(() -> {
                store.record(List.of(replayed));
                return true;
            });
        }

        /** What a claim took whose answer never came is given up once its lease is over. */
        void goOn() throws Exception {
            clock.advance(Changes.LEASE.plus(Changes.GRACE).plusMillis(1));
            sweep();
            work();
        }

        private Proposal insert(NewProposal proposal) throws Exception {
            Insertion insertion = asked(() -> store.insert(List.of(proposal), List.of()));
            assertThat(insertion).isInstanceOf(Insertion.Stored.class);
            return ((Insertion.Stored) insertion).proposals().get(0);
        }

        private Transition transition(Proposal proposal, Change change) {
            return new Transition(
                    SequentialIds.IDS.next(), proposal.tenant(), "test", Map.of(proposal.id(), change), List.of());
        }

        /** Asked again it is the same transition. */
        private Proposal made(Proposal proposal, Change change) throws Exception {
            Transition wanted = transition(proposal, change);
            TransitionResult result = asked(() -> store.apply(List.of(wanted))).get(0);
            Proposal after = result instanceof TransitionResult.AlreadyMine mine
                    ? mine.current().get(0)
                    : Scenario.applied(result).after().get(0);
            assertThat(asked(() -> store.find(ACME, proposal.id())))
                    .as("what is told is what is there")
                    .contains(after);
            return after;
        }

        /** Asked again it is another claim, as workers do. */
        private void work() throws Exception {
            List<Claimed> claimed;
            do {
                claimed = asked(() -> store.claim(
                        new ClaimRequest(SequentialIds.IDS.next(), "worker-1", Scenario.TOOLS, 1, Changes.LEASE)));
                for (Claimed one : claimed) {
                    starts.add(one.proposal().id());
                    told.add(made(one.proposal(), Changes.finish(one.proposal())));
                }
            } while (!claimed.isEmpty());
        }

        private void sweep() throws Exception {
            asked(() -> store.sweep(new SweepRequest(SequentialIds.IDS.next(), 100, Changes.GRACE)));
        }

        private <T> T asked(Callable<T> question) throws Exception {
            for (int tries = 1; ; tries++) {
                try {
                    return question.call();
                } catch (StoreException e) {
                    assertThat(tries).as("it does answer").isLessThan(PATIENCE);
                }
            }
        }

        private List<AuditEvent> events(NewProposal proposal) throws Exception {
            return asked(() -> store.events(EventQuery.ofProposal(ACME, proposal.id())));
        }

        void check(String when, int many) throws Exception {
            Proposal paid = store.find(ACME, pay.id()).orElseThrow();
            boolean isClaimLost = paid.status() == ProposalStatus.FAILED;
            if (isClaimLost) {
                assertThat(many).as(when).isGreaterThan(1);
                assertThat(paid.state().reason()).as(when).isEqualTo(ReasonCode.OUTCOME_UNKNOWN);
            }
            String end = isClaimLost ? "failed" : "executed";
            checkOne(pay, isClaimLost ? 0 : 1, List.of("parked", "voted", "approved", "claimed", end), when);
            List<String> reaped = List.of("parked", "approved", "claimed", "reaped", "claimed", "executed");
            boolean isReaped = events(ticket).size() == reaped.size();
            if (isReaped) {
                assertThat(many).as(when).isGreaterThan(1);
            }
            checkOne(ticket, 1, isReaped ? reaped : List.of("parked", "approved", "claimed", "executed"), when);
            checkOne(late, 0, List.of("parked", "expired"), when);
            assertThat(told)
                    .as(when)
                    .allSatisfy(one -> assertThat(store.find(ACME, one.id())).contains(one));
            assertThat(log(pay)).as(when).containsExactly("pending", "approved", end);
            assertThat(log(ticket)).as(when).containsExactly("pending", "approved", "executed");
            assertThat(log(late)).as(when).containsExactly("pending", "expired");
            assertThat(store.switches().all()).as(when).isEmpty();
            assertThat(store.events(EventQuery.since(ACME, Instant.EPOCH)))
                    .as(when)
                    .filteredOn(event -> event.type() == EventType.REPLAYED)
                    // Whoever was told that it failed, and records again what was recorded, has it twice.
                    .hasSizeBetween(1, many == 1 ? 1 : 2);
            assertThat(Stream.of(
                            KEYS.deadlines(),
                            KEYS.leases(),
                            KEYS.pending(ACME),
                            KEYS.work("process_refund"),
                            KEYS.work("create_support_ticket")))
                    .as(when)
                    .allSatisfy(
                            index -> assertThat(honest.zcard(index)).as(index).isZero());
            assertThat(new EventChains(server.server().host() + ":"
                                    + server.server().port())
                            .faults())
                    .as(when)
                    .isEmpty();
        }

        private void checkOne(NewProposal proposal, int started, List<String> types, String when) throws Exception {
            assertThat(starts.stream().filter(proposal.id()::equals).count())
                    .as(when)
                    .isEqualTo(started);
            assertThat(events(proposal))
                    .as(when)
                    .filteredOn(event -> event.type() != EventType.REPLAYED)
                    .extracting(event -> event.type().text())
                    .isEqualTo(types);
        }

        private List<String> log(NewProposal proposal) {
            return honest.xrange(KEYS.pendingLog(), "-", "+").stream()
                    .filter(entry ->
                            proposal.id().toString().equals(entry.getFields().get("proposal_id")))
                    .map(entry -> entry.getFields().get("status"))
                    .toList();
        }
    }
}
