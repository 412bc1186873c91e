package io.toolgateway.examples.portal.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.testkit.SettableClock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("A9")
class SessionsTest {

    private final SettableClock clock = new SettableClock();
    private final Sessions sessions = new Sessions(clock);

    @Test
    void whoSignsInGetsANewIdAndANewTokenAndTheOldOnesAreWorthNothing() {
        Session planted = sessions.begin();

        Session signedIn = sessions.signIn(planted, "carla");

        assertThat(signedIn.id()).isNotEqualTo(planted.id());
        assertThat(signedIn.hasToken(planted.token())).isFalse();
        assertThat(sessions.find(planted.id())).isEmpty();
        assertThat(sessions.find(signedIn.id())).contains(signedIn);
        assertThat(signedIn.user()).isEqualTo("carla");
    }

    @Test
    void idsAndTokensHave192RandomBits() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 500; i++) {
            Session session = sessions.begin();
            assertThat(session.id()).matches("[A-Za-z0-9_-]{32}");
            assertThat(session.token()).matches("[A-Za-z0-9_-]{32}");
            seen.add(session.id());
            seen.add(session.token());
        }
        assertThat(seen).hasSize(1_000);
    }

    @Test
    void aSessionEndsHalfAnHourAfterItsLastRequest() {
        Session session = sessions.begin();
        clock.advance(Sessions.IDLE);
        assertThat(sessions.find(session.id())).isPresent();
        clock.advance(Sessions.IDLE.plusMillis(1));
        assertThat(sessions.find(session.id())).isEmpty();
        assertThat(sessions.size()).isZero();
    }

    @Test
    void aSessionEndsEightHoursAfterItBeganHoweverBusyItIs() {
        Session session = sessions.signIn(sessions.begin(), "carla");
        for (Duration age = Duration.ZERO; age.compareTo(Sessions.LONGEST) < 0; age = age.plusMinutes(20)) {
            assertThat(sessions.find(session.id())).isPresent();
            clock.advance(Duration.ofMinutes(20));
        }
        clock.advance(Duration.ofMillis(1));
        assertThat(sessions.find(session.id())).isEmpty();
    }

    @Test
    void strangersPutNobodyOutWhoHasSignedIn() {
        Session carla = sessions.signIn(sessions.begin(), "carla");
        Session first = sessions.begin();
        for (int i = 0; i < 2 * Sessions.MOST; i++) {
            sessions.begin();
        }
        assertThat(sessions.find(carla.id())).contains(carla);
        assertThat(sessions.find(first.id())).isEmpty();
        assertThat(sessions.size()).isEqualTo(Sessions.MOST + 1);
    }

    @Test
    void aTokenIsTheRightOneOnlyIfAllOfItIs() {
        Session session = sessions.begin();
        assertThat(session.hasToken(session.token())).isTrue();
        assertThat(session.hasToken(null)).isFalse();
        assertThat(session.hasToken("")).isFalse();
        assertThat(session.hasToken(session.token().substring(1))).isFalse();
        assertThat(session.hasToken(session.token() + "x")).isFalse();
        assertThat(session.hasToken(sessions.begin().token())).isFalse();
        assertThat(session.toString()).doesNotContain(session.id(), session.token());
    }
}
