package io.toolgateway.examples.supportdesk;

import io.toolgateway.Gateway;
import io.toolgateway.audit.GatewayListener;
import io.toolgateway.caller.Caller;
import io.toolgateway.examples.portal.Person;
import io.toolgateway.examples.portal.PortalServer;
import io.toolgateway.examples.portal.model.Model;
import io.toolgateway.execution.ExecutorOptions;
import io.toolgateway.notification.Notifications;
import io.toolgateway.notification.Subscription;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.time.TimeSource;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * The support desk as a page: the tools, rules and people of the stories, for whoever sits in front of a browser. What the shop sells
 * and owes is in memory and begins anew; what was proposed is in the store.
 *
 * @since 0.1
 */
public final class DeskPortal implements AutoCloseable {

    private final Shop shop;
    private final Gateway gateway;
    private final PortalServer server;

    private DeskPortal(Shop shop, Gateway gateway, PortalServer server) {
        this.shop = shop;
        this.gateway = gateway;
        this.server = server;
    }

    /**
     * Opens it; workers run.
     *
     * @param store where proposals are kept
     * @param time the clocks of the gateway and of the sessions
     * @param model who answers in the chat
     * @param listener hears every event
     * @param address where it listens
     * @return the portal, which answers already
     * @throws IOException if the address cannot be had
     */
    public static DeskPortal open(
            ProposalStore store, TimeSource time, Model model, GatewayListener listener, InetSocketAddress address)
            throws IOException {
        return open(
                store,
                time,
                listener,
                (gateway, people) -> PortalServer.of(gateway, "E-Commerce Corp", visitors(), people)
                        .answeredBy(model)
                        .reviewedBy(new DeskReview(gateway, store, time))
                        .by(time)
                        .at(address));
    }

    /** Describes a portal over a gateway. */
    interface Opening {
        PortalServer.Description describe(Gateway gateway, People people);
    }

    static DeskPortal open(ProposalStore store, TimeSource time, GatewayListener listener, Opening opening)
            throws IOException {
        Shop shop = Shops.retailer();
        Shops shops = new Shops(Map.of(People.RETAILER, shop, People.OTHER, Shops.otherCompany()));
        People people = new People();
        Gateway gateway = Desk.over(store, shops, people, time)
                .listener(listener)
                .notifications(Notifications.to(Subscription.inApp()))
                .executor(ExecutorOptions.defaults().named("portal-" + UUID.randomUUID()))
                .build();
        try {
            PortalServer server = opening.describe(gateway, people).start();
            gateway.executor().start();
            return new DeskPortal(shop, gateway, server);
        } catch (IOException | RuntimeException e) {
            gateway.close();
            throw e;
        }
    }

    /** Everybody of the stories, as the sign-in page shows them. */
    static List<Person> visitors() {
        return List.of(
                person(
                        People.CARLA,
                        "Customer, Acme Corp",
                        "Asks for her company, and confirms it herself.",
                        "Cancel the renewal for Acme Corp's annual plan.",
                        "Where is my order ORD-41000?",
                        "Change my e-mail to purchasing@acme.example"),
                person(
                        People.SARAH,
                        "Customer",
                        "Sees her own orders. Refunds are for the support team.",
                        "Where is my order ORD-12345?",
                        "Refund ORD-12345, it has not arrived.",
                        "Open a ticket about ORD-12345: it has not arrived.",
                        "Change my e-mail to sarah@example.org"),
                person(
                        People.ADAM,
                        "Support agent",
                        "Refunds up to 500 dollars at once; more needs a supervisor.",
                        "Refund 120.50 dollars of ORD-20300, it came late.",
                        "Refund ORD-20900, it arrived broken.",
                        "Look at ORD-20120, then refund it and ORD-20900.",
                        "How many SKU-1001 are in stock?"),
                person(
                        People.SUE,
                        "Supervisor",
                        "Approves larger refunds, and confirms her own.",
                        "Refund ORD-20900, it arrived broken.",
                        "Where is order ORD-20300?"),
                person(
                        People.BILL,
                        "Billing admin",
                        "Approves cancellations. Calls no tools himself.",
                        "Cancel the renewal for Acme Corp's annual plan."),
                person(
                        People.IVY,
                        "Inventory manager",
                        "Looks after the stock. Decides nothing about billing.",
                        "Cancel the renewal for Acme Corp's annual plan."),
                person(
                        People.OTTO,
                        "Supervisor of another company",
                        "Sees nothing of this one, whatever roles he holds.",
                        "Where is my order ORD-20900?",
                        "Refund ORD-50001, it arrived broken."));
    }

    private static Person person(Caller caller, String title, String may, String... suggestions) {
        String company = caller.tenant().equals(People.RETAILER) ? "E-Commerce Corp" : "Other Corp";
        String name = People.name(caller);
        return new Person(name.toLowerCase(Locale.ROOT), caller, name, title, company, may, List.of(suggestions));
    }

    /** {@return where a browser on this machine finds it} */
    public URI address() {
        return server.address();
    }

    /** {@return what its calls go through} */
    public Gateway gateway() {
        return gateway;
    }

    /** {@return every change of the retailer's data, in order} */
    public List<String> journal() {
        return shop.journal();
    }

    /** What waits goes on to wait, where the store outlives this process. */
    @Override
    public void close() {
        server.close();
        gateway.close();
    }
}
