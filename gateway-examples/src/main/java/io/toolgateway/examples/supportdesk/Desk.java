package io.toolgateway.examples.supportdesk;

import io.toolgateway.Gateway;
import io.toolgateway.GatewayBuilder;
import io.toolgateway.audit.AuditEvent;
import io.toolgateway.execution.ExecutorOptions;
import io.toolgateway.store.ProposalStore;
import io.toolgateway.time.TimeSource;
import io.toolgateway.tool.ToolRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** The running whole: back end, people, tools, rules and gateway, over a store of choice. */
final class Desk implements AutoCloseable {

    private final ShiftedClock clock = new ShiftedClock();
    private final People people = new People();
    private final Shop shop = Shops.retailer();
    private final List<AuditEvent> events = new CopyOnWriteArrayList<>();
    private final Gateway gateway;

    Desk(Function<TimeSource, ProposalStore> store) {
        this.gateway = over(store.apply(clock), new Shops(Map.of(People.RETAILER, shop)), people, clock)
                .listener(events::add)
                .executor(ExecutorOptions.defaults().named("desk-1"))
                .build();
    }

    /** The desk's tools and rules, whoever works with them. */
    static GatewayBuilder over(ProposalStore store, Shops shops, People people, TimeSource time) {
        return Gateway.builder()
                .tools(tools(shops))
                .policy(SupportPolicy.policy())
                .store(store)
                .callers(people)
                .standingPermissions("process_refund", 20, Duration.ofDays(7))
                .time(time);
    }

    private static ToolRegistry tools(Shops shops) {
        OrderTools orders = new OrderTools(shops);
        CustomerTools customers = new CustomerTools(shops);
        return ToolRegistry.of(
                orders.getOrderStatus(),
                orders.processRefund(),
                customers.updateAccount(),
                new StockTools(shops).checkInventory(),
                customers.createSupportTicket(),
                customers.cancelSubscription());
    }

    ShiftedClock clock() {
        return clock;
    }

    People people() {
        return people;
    }

    Shop shop() {
        return shop;
    }

    Gateway gateway() {
        return gateway;
    }

    /** {@return everything that happened at this desk, for every tenant, in order} */
    List<AuditEvent> events() {
        return List.copyOf(events);
    }

    /** What still waits is taken back by whoever asked: the next desk may be over the same record. */
    @Override
    public void close() {
        people.all()
                .forEach(person -> gateway.approvals()
                        .pending(person)
                        .forEach(item ->
                                gateway.approvals().withdraw(item.id(), item.hash(), person, "the desk closes")));
        gateway.close();
    }
}
