package io.toolgateway.store;

import static io.toolgateway.testkit.People.ACME;
import static io.toolgateway.testkit.People.ANN;
import static io.toolgateway.testkit.People.GLOBEX;
import static io.toolgateway.testkit.People.MAX;
import static io.toolgateway.testkit.People.SAM;
import static io.toolgateway.testkit.People.SUE;
import static io.toolgateway.testkit.Proposals.aRefund;
import static io.toolgateway.testkit.Proposals.aTicket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.toolgateway.proposal.Proposal;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ProposalStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Full text: whole words of the shown arguments and the summary. */
@Tag("A7")
abstract class TextSearchContract extends StoreContract {

    private static final ProposalQuery ALL = ProposalQuery.of(ACME);
    private static final String ORDER =
            "{\"order_id\":\"ORD-12345\",\"lines\":[{\"text\":\"Broken lamp\",\"count\":31}]}";

    TextSearchContract(StoreSetup setup) {
        super(setup);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ORD-12345",
                "ord 12345",
                "12345",
                "  12345,ORD!  ",
                "lamp",
                "LAMP broken",
                "31",
                "refund",
                "weekend Refund",
                "refund ord lamp 31 weekend",
                "'lamp' & (broken ! \"refund\"):* \\ %"
            })
    void allWordsInAnyOrderAndCaseAreFoundInArgumentsAndSummary(String text) {
        Proposal found = scenario.insert(
                aRefund().withArguments(ORDER).described("Refund before the weekend, as (31) said", null));
        scenario.insert(aTicket().withArguments("{\"text\":\"chair\"}").described("Broken chair, call back", null));

        requireFound(ALL.containing(text), found);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1234",
                "ORD12345",
                "lam",
                "lamps",
                "refunds",
                "lamp chair",
                "order_id",
                "lines",
                "count",
                "process_refund",
                "Robert'); DROP TABLE tool_calls;--",
                "raw"
            })
    void whatIsNoWholeWordOfAValueIsNotFound(String text) {
        scenario.insert(aRefund().withArguments(ORDER).described("Refund before the weekend", "{\"raw\":\"raw\"}"));
        scenario.insert(aTicket().withArguments("{\"text\":\"chair\"}").described(null, null));

        requireFound(ALL.containing(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"größe", "GRÖSSE 東京", "привет", "é", "ab1c2", "the", "not", "3"})
    void wordsOfAllLanguagesAreFoundAndNoneIsTooCommon(String text) {
        Proposal found =
                scenario.insert(aRefund().withArguments("{\"a\":\"Größe grösse;東京/Привет É the/not ab1c2\",\"b\":3}"));
        scenario.insert(aTicket().described(null, null));

        requireFound(ALL.containing(text), found);
    }

    @ParameterizedTest
    @ValueSource(strings = {"first", "second", "third", "fourth", "u000b", "network", "temp"})
    void wordsBesideCharactersThatJsonEscapesAreFound(String text) {
        Proposal found = scenario.insert(aRefund()
                .withArguments("{\"a\":\"first\\nsecond\\tthird \\\"fourth\\\" x\\\\u000b\"}")
                .described("C:\\network\\temp", null));
        scenario.insert(aTicket().described(null, null));

        requireFound(ALL.containing(text), found);
    }

    @Test
    void anAmountIsFoundAsItIsShown() {
        Proposal found =
                scenario.insert(aRefund().withArguments("{\"amount\":-1620.75,\"big\":123456789012345678901}"));

        requireFound(ALL.containing("1620.75"), found);
        requireFound(ALL.containing("123456789012345678901"), found);
        requireFound(ALL.containing("75 1620"), found);
        requireFound(ALL.containing("162075"));
    }

    @Test
    @Tag("A11")
    @Tag("I17")
    void aSecretsValueIsNotFound() {
        Proposal secret = scenario.insert(aRefund()
                .withArguments("{\"pin\":\"C4n4ry7781\",\"who\":\"Zoe\"}")
                .showing("{\"pin\":\"[redacted]\",\"who\":\"Zoe\"}"));

        requireFound(ALL.containing("zoe"), secret);
        requireFound(ALL.containing("C4n4ry7781"));
    }

    @Test
    @Tag("I18")
    @Tag("P6")
    void noTenantFindsAnothersWords() {
        Proposal mine = scenario.insert(aRefund().withArguments(ORDER));
        Proposal theirs = scenario.insert(aRefund().withArguments(ORDER).by(MAX));

        requireFound(ALL.containing("12345"), mine);
        requireFound(ProposalQuery.of(GLOBEX).containing("12345"), theirs);
    }

    @Test
    void textIsOneConditionAmongOthers() {
        needsVirtualClock();
        Proposal approved = scenario.approved(aRefund().withArguments(ORDER), SAM);
        Proposal ticket = scenario.insert(aTicket().withArguments(ORDER));
        clock.advance(Duration.ofHours(1));
        Proposal later = scenario.insert(aRefund().withArguments(ORDER).by(SUE));
        ProposalQuery lamps = ALL.containing("broken lamp");

        requireFound(lamps, later, ticket, approved);
        requireFound(lamps.in(ProposalStatus.PENDING), later, ticket);
        requireFound(lamps.ofTool("process_refund"), later, approved);
        requireFound(lamps.triggeredBy(ANN.userId()), ticket, approved);
        requireFound(lamps.reviewedBy(SAM.userId()), approved);
        requireFound(lamps.createdBefore(later.createdAt()), ticket, approved);
        requireFound(lamps.createdFrom(later.createdAt()), later);
        requireFound(lamps.createdFrom(later.createdAt()).in(ProposalStatus.APPROVED));
        requireFound(lamps.containing("chair"));
    }

    @Test
    void whatIsFoundComesInPagesNewestFirst() {
        List<ProposalId> newestFirst = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            newestFirst.add(0, scenario.insert(aRefund().withArguments(ORDER)).id());
            scenario.insert(aTicket().withArguments("{}"));
        }
        ProposalQuery query = ALL.containing("31").limit(2);

        Page first = store.search(query);
        Page second = store.search(query.before(first.next().orElseThrow()));
        Page third = store.search(query.before(second.next().orElseThrow()));

        assertThat(List.of(first, second, third))
                .flatExtracting(Page::proposals)
                .extracting(Proposal::id)
                .isEqualTo(newestFirst);
        assertThat(third.hasMore()).isFalse();
        assertThat(store.count(query)).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "-", "!?&|()'\"\\%_", "\u0000", "\uD83D\uDE00"})
    void aTextWithoutAWordIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> ALL.containing(text));
    }
}
