package io.toolgateway.examples.portal;

import io.toolgateway.audit.GatewayListener;
import io.toolgateway.examples.portal.model.Model;
import io.toolgateway.examples.portal.model.RecordedModel;
import io.toolgateway.examples.supportdesk.DeskPortal;
import io.toolgateway.store.InMemoryProposalStore;
import io.toolgateway.time.TimeSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;

/** The support desk's portal on a free port, in memory. */
final class PortalUnderTest {

    static final String RETAILER = "e-commerce-corp";

    private PortalUnderTest() {}

    static DeskPortal open() {
        return open(TimeSource.SYSTEM, new RecordedModel());
    }

    static DeskPortal open(TimeSource time, Model model) {
        try {
            return DeskPortal.open(
                    new InMemoryProposalStore(time),
                    time,
                    model,
                    GatewayListener.NO_OP,
                    new InetSocketAddress("127.0.0.1", 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
