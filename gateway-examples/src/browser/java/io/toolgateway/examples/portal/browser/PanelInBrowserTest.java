package io.toolgateway.examples.portal.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.toolgateway.approval.ReviewItem;
import io.toolgateway.audit.GatewayListener;
import io.toolgateway.caller.Caller;
import io.toolgateway.examples.portal.model.RecordedModel;
import io.toolgateway.examples.supportdesk.DeskPortal;
import io.toolgateway.store.InMemoryProposalStore;
import io.toolgateway.time.TimeSource;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The banner and the panel, in the page that the library's API is mounted in. */
@Tag("A7")
class PanelInBrowserTest {

    private static Browser browser;
    private static Panel panel;
    private DeskPortal portal;

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
        browser.open(URI.create("about:blank"));
        portal.close();
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

    @ParameterizedTest
    @EnumSource(Look.class)
    void theRenewalIsLookedAtApprovedAndFoundInTheHistory(Look look) {
        browser.look(look);
        signIn("Carla");
        browser.click(".chip", "Cancel the renewal for Acme Corp");
        browser.see(".from-assistant .bubble", "I have prepared the cancellation");
        panel.see(".banner", "1 proposal waits");
        browser.screenshot("panel-1-banner-" + look.label());

        panel.press(".banner", "waits");
        panel.see("article h3", "Cancel subscription");
        panel.see("article", "min left");
        browser.screenshot("panel-2-open-" + look.label());
        assertThat(browser.seriousFaults()).isEmpty();

        panel.sayYes("Confirm");
        panel.see("article", "Approved. It is run now");
        browser.see(".from-assistant .bubble", "The cancellation is through");
        browser.screenshot("panel-3-approved-" + look.label());

        panel.press("[role=tab]", "History");
        panel.see("details", "executed");
        panel.run("root.querySelector('details').open = true");
        browser.screenshot("panel-4-history-" + look.label());
        assertThat(browser.seriousFaults()).isEmpty();
        panel.press("[role=tab]", "Notifications");
        panel.see("li", "Cancel subscription");
        browser.screenshot("panel-5-notifications-" + look.label());
        assertThat(browser.seriousFaults()).isEmpty();
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void anotherReviewersDecisionIsSeenInTheOpenPanel() {
        signIn("Carla");
        browser.click(".chip", "Cancel the renewal for Acme Corp");
        panel.see(".banner", "1 proposal waits");
        switchTo("Bill");
        panel.press(".banner", "waits");
        panel.see("article button", "Approve");

        Caller carla = Caller.of("e-commerce-corp", "cust_acme").withRoles("customer");
        ReviewItem item = portal.gateway().approvals().pending(carla).get(0);
        portal.gateway().approvals().reject(item.id(), item.hash(), carla, "Not now");

        panel.see("article .notice", "Rejected.");
        browser.screenshot("panel-two-reviewers");
        assertThat(panel.run("return root.querySelectorAll('article .actions').length")).isEqualTo(0L);
    }

    @Test
    void aChainIsShownStepByStepAndRejectedWithAReason() {
        signIn("Adam");
        browser.click(".chip", "Look at ORD-20120");
        panel.see(".banner", "2 proposals wait");
        switchTo("Sue");
        panel.press(".banner", "wait");
        panel.see("ol.steps li", "ORD-20900");
        browser.screenshot("panel-chain");
        panel.press("button", "Reject");
        panel.run("root.querySelector('article textarea').value = 'Ask her first'");
        panel.press("article form button", "Reject");
        panel.see("article .notice", "Rejected. It will not run.");
        assertThat(portal.journal()).isEmpty();
    }

    @Test
    void anEditIsProposedAnewAndApprovedByItself() throws InterruptedException {
        signIn("Adam");
        browser.click(".chip", "Refund ORD-20900");
        panel.see(".banner", "1 proposal waits");
        switchTo("Sue");
        panel.press(".banner", "wait");
        panel.press("button", "Edit");
        panel.run("const field = [...root.querySelectorAll('article form label')].find(l => l.textContent.toLowerCase().includes('amount'));"
                + "root.getElementById(field.htmlFor).value = '600'");
        browser.screenshot("panel-edit");
        panel.press("article form button", "Propose the change");
        panel.see("article .notice", "Changed, and proposed anew");
        panel.sayYes("Approve");
        panel.see("article .notice", "Approved. It is run now");
        browser.screenshot("panel-edited");
        assertThat(portal.gateway().executor().drain(Duration.ofSeconds(20))).isTrue();
        assertThat(portal.journal()).singleElement().asString().contains("600");
    }
}
