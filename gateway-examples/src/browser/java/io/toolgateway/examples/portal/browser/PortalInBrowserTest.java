package io.toolgateway.examples.portal.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.approval.ReviewItem;
import io.toolgateway.approval.ReviewResult;
import io.toolgateway.audit.GatewayListener;
import io.toolgateway.caller.Caller;
import io.toolgateway.examples.portal.model.RecordedModel;
import io.toolgateway.examples.supportdesk.DeskPortal;
import io.toolgateway.store.InMemoryProposalStore;
import io.toolgateway.time.TimeSource;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openqa.selenium.Keys;

@Tag("A7")
class PortalInBrowserTest {

    private static Browser browser;
    private DeskPortal portal;

    @BeforeAll
    static void startBrowser() {
        browser = new Browser();
    }

    @AfterAll
    static void quitBrowser() {
        browser.close();
    }

    @BeforeEach
    void openPortal() throws IOException {
        portal = DeskPortal.open(
                new InMemoryProposalStore(),
                TimeSource.SYSTEM,
                new RecordedModel(),
                GatewayListener.NO_OP,
                new InetSocketAddress("127.0.0.1", 0));
        browser.look(Look.DESKTOP_LIGHT);
        browser.open(portal.address());
    }

    @AfterEach
    void closePortal() {
        // Before the portal goes: the page would go on asking for it.
        browser.open(URI.create("about:blank"));
        portal.close();
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void theWholeStoryIsReadableOnEveryScreenAndWithoutASeriousFault(Look look) {
        browser.look(look);
        browser.see(".person", "Carla");
        browser.screenshot("1-sign-in-" + look.label());
        assertThat(browser.seriousFaults()).isEmpty();
        assertThat(browser.scrollsSideways()).isFalse();

        browser.click(".person", "Carla");
        browser.see(".empty-title", "Hello Carla");
        browser.screenshot("2-desk-" + look.label());
        assertThat(browser.seriousFaults()).isEmpty();

        browser.click(".chip", "Cancel the renewal for Acme Corp");
        browser.see(".from-assistant .bubble", "I have prepared the cancellation");
        assertThat(browser.text(".call[data-tone=wait]"))
                .contains("Cancel subscription", "Waiting", "your confirmation");
        browser.screenshot("3-waiting-" + look.label());
        assertThat(browser.seriousFaults()).isEmpty();

        confirm(Caller.of("e-commerce-corp", "cust_acme").withRoles("customer"));
        browser.see(".from-assistant .bubble", "The cancellation is through");
        assertThat(browser.count(".call[data-tone=wait]")).isZero(); // the earlier card says the same now
        assertThat(browser.text(".from-gateway")).contains("Cancel subscription", "Done");
        browser.screenshot("4-told-late-" + look.label());
        assertThat(browser.seriousFaults()).isEmpty();

        browser.click("#who-button");
        browser.see("#who-menu");
        browser.screenshot("5-switch-" + look.label());
        assertThat(browser.seriousFaults()).isEmpty();
        assertThat(browser.scrollsSideways()).isFalse();

        browser.click("#who-menu .menu-item", "Adam");
        browser.see(".empty-title", "Hello Adam");
        browser.click(".chip", "Look at ORD-20120");
        browser.see(".from-assistant .bubble", "the 2 refunds");
        browser.screenshot("6-chain-" + look.label());
        assertThat(browser.seriousFaults()).isEmpty();
        assertThat(browser.scrollsSideways()).isFalse();
        assertThat(browser.complaints()).isEmpty();
    }

    private void confirm(Caller person) {
        ReviewItem item = portal.gateway().approvals().pending(person).get(0);
        assertThat(portal.gateway().approvals().approve(item.id(), item.hash(), person))
                .isInstanceOf(ReviewResult.Accepted.class);
    }

    @Test
    void everythingIsReachedByTheKeyboard() {
        browser.see(".person", "Carla");
        browser.run("document.querySelector('.person').focus()");
        browser.press(Keys.ENTER);
        browser.see(".empty-title", "Hello Carla");
        assertThat(browser.focused()).isEqualTo("message");

        browser.type("Where is my order ORD-41000?", Keys.ENTER);
        browser.see(".from-assistant .bubble", "ORD-41000 is shipped");
        assertThat(browser.focused()).isEqualTo("message");

        browser.run("document.getElementById('who-button').focus()");
        browser.press(Keys.ENTER);
        browser.see("#who-menu");
        browser.press(Keys.ESCAPE);
        assertThat(browser.focused()).isEqualTo("who-button");
        assertThat(browser.count("#who-menu[hidden]")).isEqualTo(1);
    }

    @Test
    @Tag("A9")
    void markUpInTheChatIsShownAsTheTextItIs() {
        browser.click(".person", "Sarah");
        browser.see(".empty-title", "Hello Sarah");
        String hostile = "<img src=x onerror=\"window.ran=1\"><script>window.ran=1</script> ORD-12345 ticket";
        browser.run("document.getElementById('message').value = arguments[0]", hostile);
        browser.type(Keys.ENTER);

        assertThat(browser.see(".from-user .bubble").getText()).isEqualTo(hostile);
        browser.see(".from-assistant .bubble", "is open");
        assertThat(browser.run("return window.ran === undefined")).isEqualTo(true);
        assertThat(browser.count(".log img, .log script")).isZero();
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aPageThatWasForSomebodyElseNoticesIt() {
        browser.click(".person", "Carla");
        browser.see(".empty-title", "Hello Carla");
        // Another tab of the same browser signs somebody else in.
        browser.run("""
                return fetch('/api/session').then((r) => r.json()).then((s) => fetch('/api/session', {method: 'POST',
                    headers: {'Content-Type': 'application/json', 'X-CSRF-Token': s.token},
                    body: JSON.stringify({person: 'sue'})})).then((r) => r.status)""");
        browser.see(".empty-title", "Hello Sue");
        assertThat(browser.text("#who-name")).isEqualTo("Sue");
    }
}
