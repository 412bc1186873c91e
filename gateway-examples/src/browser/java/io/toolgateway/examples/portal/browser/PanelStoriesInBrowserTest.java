package io.toolgateway.examples.portal.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.audit.GatewayListener;
import io.toolgateway.caller.Caller;
import io.toolgateway.caller.Request;
import io.toolgateway.examples.portal.model.RecordedModel;
import io.toolgateway.examples.supportdesk.DeskPortal;
import io.toolgateway.store.InMemoryProposalStore;
import io.toolgateway.testkit.SettableClock;
import io.toolgateway.tool.ToolCall;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openqa.selenium.Keys;

/** What happens to people in front of the panel: time runs out, somebody says no, too much waits, something cannot be undone. */
@Tag("A7")
class PanelStoriesInBrowserTest {

    private static final Caller ADAM = Caller.of("e-commerce-corp", "adam").withRoles("support_agent");
    private static final Duration VALID = Duration.ofHours(4);

    private static Browser browser;
    private static Panel panel;

    private final SettableClock clock = new SettableClock();
    private DeskPortal portal;
    private int requests;

    @BeforeAll
    static void startBrowser() {
        browser = new Browser();
        panel = new Panel(browser);
    }

    @AfterAll
    static void quitBrowser() {
        browser.close();
    }

    @BeforeEach
    void openPortal() throws IOException {
        portal = DeskPortal.open(
                new InMemoryProposalStore(clock),
                clock,
                new RecordedModel(),
                GatewayListener.NO_OP,
                new InetSocketAddress("127.0.0.1", 0));
    }

    @AfterEach
    void closePortal() {
        browser.open(URI.create("about:blank"));
        portal.close();
    }

    private void open(Look look) {
        browser.look(look);
        browser.open(portal.address());
    }

    private void signIn(String name) {
        browser.click(".person", name);
        browser.see(".empty-title", "Hello " + name);
        browser.see("tool-gateway-approvals");
    }

    private void switchTo(String name) {
        browser.click("#who-button");
        browser.click("#who-menu .menu-item", name);
        browser.see(".empty-title", "Hello " + name);
    }

    /** A refund that waits for a supervisor. */
    private void park(String order, String amount) {
        String arguments = "{\"order_id\":\"" + order + "\",\"amount\":" + amount + ",\"reason\":\"defective\"}";
        String key = "story-" + ++requests;
        ToolCall call = ToolCall.of("process_refund", arguments);
        assertThat(portal.gateway().propose(call, ADAM, Request.of(key).keyedBy(key)).status())
                .isEqualTo("pending");
    }

    private void park(int count) {
        for (int i = 0; i < count; i++) {
            park("ORD-41000", "600." + (100 + requests));
            clock.advance(Duration.ofMillis(5)); // newer ones have greater ids
        }
    }

    @ParameterizedTest
    @Tag("A4")
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = {"ZOOMED", "NARROW"})
    void whatRunsOutWhileThePanelIsOpenSaysSoByItself(Look look) {
        park("ORD-20900", "900");
        clock.advance(VALID.minusSeconds(6));
        open(look);
        signIn("Sue");
        panel.press(".banner", "1 proposal waits");
        panel.see("article", "s left");
        panel.see("article .actions button", "Approve");
        panel.focus("article .actions button", "Approve");
        browser.screenshot("panel-expiry-1-soon-" + look.label());

        // The server's clock stands: what is said now the page says by itself.
        panel.see("article .notice", "Its time has run out. It will not run.");
        assertThat(panel.count("article button")).isZero();
        assertThat(panel.focused()).contains("Its time has run out");
        assertThat(panel.run("return root.querySelector('[role=status]').textContent").toString())
                .contains("Its time has run out");
        browser.screenshot("panel-expiry-2-out-" + look.label());
        assertThat(browser.seriousFaults()).isEmpty();

        clock.advance(Duration.ofSeconds(10));
        panel.see("article .notice", "Expired, not executed.");
        assertThat(panel.count("article button")).isZero();
        panel.see(".banner", "Nothing waits");
        browser.screenshot("panel-expiry-3-recorded-" + look.label());

        panel.press("[role=tab]", "History");
        panel.see("details.entry", "expired, not executed");
        browser.screenshot("panel-expiry-4-history-" + look.label());
        assertThat(browser.seriousFaults()).isEmpty();
        assertThat(browser.complaints()).isEmpty();
        assertThat(portal.journal()).isEmpty();
    }

    @Test
    void whatIsBeingTypedInGoesWithTheTimeOfWhatItWasFor() {
        park("ORD-20900", "900");
        clock.advance(VALID.minusSeconds(6));
        open(Look.DESKTOP_LIGHT);
        signIn("Sue");
        panel.press(".banner", "1 proposal waits");
        panel.press("article .actions button", "Reject");
        panel.see("article form label", "Why not?");

        panel.see("article .notice", "Its time has run out. It will not run.");
        panel.missAll("article form");
        clock.advance(Duration.ofSeconds(10));
        panel.see("article .notice", "Expired, not executed.");
    }

    @ParameterizedTest
    @Tag("A4")
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = {"ZOOMED", "NARROW"})
    void aReasonForANoIsReadByTheReviewerAndByWhoeverAsked(Look look) {
        String why = "The parcel is still in the warehouse: ask the customer for a picture first.";
        open(look);
        signIn("Adam");
        browser.click(".chip", "Refund ORD-20900");
        browser.see(".from-assistant .bubble", "I have prepared the refund");
        panel.see(".banner", "1 proposal waits");
        switchTo("Sue");
        panel.press(".banner", "1 proposal waits");
        panel.press("article .actions button", "Reject");
        panel.see("article form label", "Why not?");
        browser.keys(why);
        browser.screenshot("panel-reject-1-why-" + look.label());
        assertThat(browser.seriousFaults()).isEmpty();
        panel.press("article form button", "Reject");

        panel.see("article .notice", "Rejected. It will not run.");
        panel.see("article", "Note: " + why);
        browser.until("const root = document.querySelector('tool-gateway-approvals').shadowRoot;"
                + " return root.querySelector('article .notice').getBoundingClientRect().top"
                + " >= root.querySelector('[role=tabpanel]').getBoundingClientRect().top");
        assertThat(panel.count("article button")).isZero();
        browser.screenshot("panel-reject-2-done-" + look.label());
        panel.press("[role=tab]", "History");
        panel.see("details.entry", "rejected");
        panel.run("root.querySelector('details').open = true");
        panel.see("details.entry", "Note: " + why);
        browser.screenshot("panel-reject-3-history-" + look.label());
        panel.press("header button", "Close");

        browser.click("#who-button");
        browser.click("#who-menu .menu-item", "Adam");
        browser.see(".from-gateway .call-message", why);
        browser.see(".from-assistant .bubble", why);
        browser.screenshot("panel-reject-4-chat-" + look.label());
        assertThat(browser.seriousFaults()).isEmpty();
        assertThat(browser.complaints()).isEmpty();
        assertThat(portal.journal()).isEmpty();
    }

    @Test
    void ofThreeHundredThatWaitAHundredAtMostAreInTheDocumentAndTheRestIsReached() {
        park(200);
        open(Look.DESKTOP_LIGHT);
        signIn("Sue");
        panel.press(".banner", "200 proposals wait");
        panel.awaitCount(".list > article", 50);
        panel.see(".more", "150 more proposals wait");
        panel.run("root.querySelector('.more').scrollIntoView()");
        browser.screenshot("panel-many-1-more");

        // While it is open: what is pushed over the end of the page is not taken for decided, and the page does not grow for ever.
        park(30);
        panel.awaitCount(".list > article", 80);
        panel.see(".more", "150 more proposals wait");
        assertThat(panel.count("article .notice")).isZero();
        assertThat(panel.count("article .actions")).isEqualTo(80);
        park(70);
        panel.awaitCount(".list > article", 100);
        panel.see(".more", "200 more proposals wait");
        assertThat(panel.count("article .notice")).isZero();
        browser.screenshot("panel-many-2-full");
        assertThat(browser.seriousFaults()).isEmpty();

        Set<Object> seen = new HashSet<>(panel.ids());
        for (int page = 2; page <= 5; page++) {
            panel.press(".pages button", "Next page");
            panel.see(".more", "Page " + page + ".");
            panel.awaitCount(".list > article", 50);
            seen.addAll(panel.ids());
            if (page == 2) {
                panel.see(".more", "150 more proposals wait");
                panel.bringToView(".pages", "Next");
                browser.screenshot("panel-many-3-second");
            }
        }
        assertThat(seen).hasSize(300);
        assertThat(panel.run("return root.querySelector('.pages .next').disabled")).isEqualTo(true);
        browser.look(Look.PHONE_DARK);
        panel.bringToView(".pages", "Next");
        browser.screenshot("panel-many-4-last-" + Look.PHONE_DARK.label());
        assertThat(browser.seriousFaults()).isEmpty();
        browser.look(Look.DESKTOP_LIGHT);
        panel.press(".pages button", "Previous page");
        panel.see(".more", "Page 4.");
        assertThat(browser.complaints()).isEmpty();
    }

    /** The answer for the next page is late, and the panel looks by itself meanwhile. */
    @Test
    void aPageThatComesLateIsNotMixedWithTheOneBefore() {
        park(120);
        open(Look.DESKTOP_LIGHT);
        signIn("Sue");
        panel.press(".banner", "120 proposals wait");
        panel.awaitCount(".list > article", 50);
        Set<Object> first = new HashSet<>(panel.ids());
        browser.run("""
                const real = window.fetch;
                window.held = [];
                window.fetch = async (...request) => {
                  const answer = await real(...request);
                  if (String(request[0]).includes('cursor=') && window.held.push(request) === 1)
                    await new Promise((go) => { window.letGo = go; });
                  return answer;
                };""");

        panel.press(".pages button", "Next page");
        browser.until("return window.held.length > 1");
        panel.see(".more", "Page 2.");
        panel.awaitCount(".list > article", 50);
        assertThat(panel.ids()).noneMatch(first::contains);
        browser.run("window.letGo()");
        int looks = ((Number) browser.run("return window.held.length")).intValue();
        browser.until("return window.held.length > arguments[0] + 1", looks);
        assertThat(panel.count(".list > article")).isEqualTo(50);
        assertThat(panel.ids()).noneMatch(first::contains);
    }

    @ParameterizedTest
    @Tag("A3")
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = {"ZOOMED", "NARROW"})
    void whatCannotBeUndoneIsApprovedByTypingWhatItIsAbout(Look look) throws InterruptedException {
        park("ORD-20900", "900");
        open(look);
        signIn("Sue");
        panel.press(".banner", "1 proposal waits");

        // By the keyboard alone.
        panel.focus("article .actions button", "Approve");
        browser.keys(Keys.ENTER);
        panel.see("article form label", "Type the order id, ORD-20900");
        assertThat(panel.focused()).contains("Type the order id, ORD-20900");
        browser.screenshot("panel-typed-1-asked-" + look.label());
        assertThat(browser.seriousFaults()).isEmpty();

        browser.keys("ORD-20300", Keys.ENTER);
        panel.see("article [role=alert]", "Order id is ORD-20900, and not what was typed.");
        assertThat(panel.run("return root.activeElement.getAttribute('aria-invalid')")).isEqualTo("true");
        browser.screenshot("panel-typed-2-wrong-" + look.label());
        assertThat(browser.seriousFaults()).isEmpty();
        assertThat(portal.gateway().approvals().countPending(ADAM)).isEqualTo(1);

        browser.keys(Keys.ESCAPE);
        panel.missAll("article form");
        assertThat(panel.focused()).contains("Approve");
        browser.keys(Keys.ENTER);
        panel.see("article form label", "ORD-20900");
        browser.keys("ORD-20900", Keys.ENTER);
        panel.see("article .notice", "Approved. It is run now");
        assertThat(panel.focused()).contains("Approved. It is run now");
        browser.screenshot("panel-typed-3-approved-" + look.label());
        assertThat(browser.complaints()).isEmpty();
        assertThat(portal.gateway().executor().drain(Duration.ofSeconds(20))).isTrue();
        assertThat(portal.journal()).singleElement().asString().contains("900");
    }

    @Test
    @Tag("A6")
    void ofAChainEachStepThatCannotBeUndoneIsTyped() throws InterruptedException {
        open(Look.DESKTOP_LIGHT);
        signIn("Adam");
        browser.click(".chip", "Look at ORD-20120");
        panel.see(".banner", "2 proposals wait");
        switchTo("Sue");
        panel.press(".banner", "2 proposals wait");
        panel.press("article .actions button", "Approve");
        panel.see("article form label", "Step 1: type the order id, ORD-20120");
        panel.see("article form label", "Step 2: type the order id, ORD-20900");
        browser.keys("ORD-20120", Keys.ENTER);
        panel.see("article [role=alert]", "Step 2: Order id is ORD-20900");
        panel.bringToView("article form button", "Approve");
        browser.screenshot("panel-typed-chain");
        browser.keys("ORD-20900", Keys.ENTER);
        panel.see("article .notice", "Approved. It is run now");
        assertThat(portal.gateway().executor().drain(Duration.ofSeconds(20))).isTrue();
        assertThat(portal.journal()).hasSize(2);
    }
}
