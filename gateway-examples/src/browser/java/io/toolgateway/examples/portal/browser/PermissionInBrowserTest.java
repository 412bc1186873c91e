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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A yes in advance, given on the card of the call that was seen, and taken back in the list. */
@Tag("A2")
@Tag("A7")
class PermissionInBrowserTest {

    private static final Caller ADAM = Caller.of("e-commerce-corp", "adam").withRoles("support_agent");

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

    private String refund(String order, String amount) {
        String arguments = "{\"order_id\":\"" + order + "\",\"amount\":" + amount + ",\"reason\":\"defective\"}";
        String key = "permission-" + ++requests;
        ToolCall call = ToolCall.of("process_refund", arguments);
        return portal.gateway().propose(call, ADAM, Request.of(key).keyedBy(key)).status();
    }

    private static void choose(String label, String value) {
        panel.run(
                """
                const label = all('form label').find((e) => e.textContent === arguments[0]);
                const choice = root.getElementById(label.htmlFor);
                choice.value = arguments[1];
                choice.dispatchEvent(new Event('change'));""",
                label,
                value);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = {"ZOOMED", "NARROW"})
    void whatIsAllowedInAdvanceRunsUntilItIsTakenBack(Look look) {
        assertThat(refund("ORD-20900", "600")).isEqualTo("pending");
        browser.look(look);
        browser.open(portal.address());
        browser.click(".person", "Sue");
        browser.see("tool-gateway-approvals");
        panel.press(".banner", "1 proposal waits");
        panel.press("article .actions button", "Allow in advance…");
        panel.see("form label", "How many calls, 20 at most");
        choose("Order id", "anything");
        choose("Amount", "up_to");
        panel.see("form input[type=number]", "");
        panel.run("all('form input')[0].value = '700'");
        panel.bringToView("form button", "Allow");
        browser.screenshot("panel-permission-1-form-" + look.label());
        assertThat(browser.seriousFaults()).isEmpty();

        panel.press("form button", "Allow");
        panel.see("form .field-error", "Order id is ORD-20900");
        panel.typeKeys();
        panel.press("form button", "Allow");
        panel.see("article .notice", "Allowed in advance. What you were shown is still to be decided.");
        assertThat(portal.gateway().approvals().countPending(Caller.of("e-commerce-corp", "sue").withRoles("supervisor")))
                .isEqualTo(1);
        browser.screenshot("panel-permission-2-given-" + look.label());

        assertThat(refund("ORD-41000", "650")).isEqualTo("executed");
        assertThat(refund("ORD-20900", "701")).isEqualTo("pending");
        panel.press("[role=tab]", "Allowed in advance");
        panel.see("article .meta", "1 of 10 calls used");
        panel.see("article dd", "up to 700");
        browser.screenshot("panel-permission-3-list-" + look.label());
        assertThat(browser.seriousFaults()).isEmpty();

        panel.press("article button", "Take back");
        panel.see("article", "taken back by sue");
        panel.missAll("article button");
        browser.screenshot("panel-permission-4-taken-back-" + look.label());
        assertThat(refund("ORD-20900", "650")).isEqualTo("pending");
        assertThat(browser.complaints()).isEmpty();
    }
}
