package io.toolgateway.examples.portal;

import io.toolgateway.Gateway;
import io.toolgateway.caller.CallerDirectory;
import io.toolgateway.examples.portal.chat.Chats;
import io.toolgateway.examples.portal.model.Model;
import io.toolgateway.examples.portal.model.RecordedModel;
import io.toolgateway.examples.portal.web.Assets;
import io.toolgateway.examples.portal.web.Sessions;
import io.toolgateway.examples.portal.web.WebServer;
import io.toolgateway.time.TimeSource;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Set;

/**
 * A customer portal with an assistant whose tool calls go through a gateway, for people whom a visitor may play. Not to be put on the
 * Internet as it is: it asks nobody for a password, and speaks plain HTTP.
 *
 * <p>Threads: safe for concurrent use. The gateway is the host's, and so is starting its executor.
 *
 * @since 0.1
 */
public final class PortalServer implements AutoCloseable {

    private static final String PAGE = "/io/toolgateway/examples/portal/page/";

    /** The page's own files, all of them. */
    private static final List<String> FILES =
            List.of("index.html", "portal.css", "portal.js", "api.js", "chat.js", "dom.js", "people.js", "favicon.svg");

    private static final String COMPONENT = "tool-gateway/tool-gateway-approvals.js";

    private final WebServer server;
    private final Chats chats;

    private PortalServer(WebServer server, Chats chats) {
        this.server = server;
        this.chats = chats;
    }

    /**
     * Begins to describe a portal.
     *
     * @param gateway where calls are proposed
     * @param company whose portal it is
     * @param people whom a visitor may play
     * @param directory who they are now
     * @return a description, of a portal on a free port of the loopback address with recorded answers
     */
    public static Description of(Gateway gateway, String company, List<Person> people, CallerDirectory directory) {
        return new Description(
                gateway,
                company,
                List.copyOf(people),
                directory,
                new RecordedModel(),
                ReviewEndpoint.NONE,
                TimeSource.SYSTEM,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Set.of());
    }

    /**
     * A portal to be started.
     *
     * @param gateway where calls are proposed
     * @param company whose portal it is
     * @param people whom a visitor may play
     * @param directory who they are now
     * @param model who answers in the chat
     * @param review what answers under {@code /api/review/}
     * @param time what ends sessions
     * @param address where it listens
     * @param alsoKnownAs hosts that requests may name besides those of the own machine, each with its port unless it is 80
     * @since 0.1
     */
    public record Description(
            Gateway gateway,
            String company,
            List<Person> people,
            CallerDirectory directory,
            Model model,
            ReviewEndpoint review,
            TimeSource time,
            InetSocketAddress address,
            Set<String> alsoKnownAs) {

        /**
         * With another model.
         *
         * @param other who answers
         * @return a copy
         */
        public Description answeredBy(Model other) {
            return new Description(gateway, company, people, directory, other, review, time, address, alsoKnownAs);
        }

        /**
         * With an API for reviewers.
         *
         * @param endpoint what answers under {@code /api/review/}
         * @return a copy
         */
        public Description reviewedBy(ReviewEndpoint endpoint) {
            return new Description(gateway, company, people, directory, model, endpoint, time, address, alsoKnownAs);
        }

        /**
         * By another clock.
         *
         * @param clock what ends sessions
         * @return a copy
         */
        public Description by(TimeSource clock) {
            return new Description(gateway, company, people, directory, model, review, clock, address, alsoKnownAs);
        }

        /**
         * At another address. Whoever reaches it can play everybody.
         *
         * @param where the address; port 0 for any that is free
         * @param hosts what requests may call it, besides the names of the own machine, each with its port unless it is 80
         * @return a copy
         */
        public Description at(InetSocketAddress where, String... hosts) {
            return new Description(gateway, company, people, directory, model, review, time, where, Set.of(hosts));
        }

        /**
         * Starts it.
         *
         * @return the portal, which answers already
         * @throws IOException if the address cannot be had
         */
        public PortalServer start() throws IOException {
            Assets assets = new Assets().add("/", PAGE + "index.html");
            FILES.forEach(file -> assets.add("/" + file, PAGE + file));
            boolean hasComponent = assets.addIfPresent("/" + COMPONENT, "/META-INF/resources/" + COMPONENT);
            Chats chats = new Chats(gateway, model, company, directory, time);
            String component = hasComponent ? "/" + COMPONENT : null;
            Sessions sessions = new Sessions(time);
            try {
                // Browsers give a cookie to every port of a host: two portals must not take each other's.
                WebServer server = WebServer.start(
                        address,
                        alsoKnownAs,
                        port -> new Portal(
                                        people,
                                        directory,
                                        sessions,
                                        assets,
                                        chats,
                                        model,
                                        review,
                                        component,
                                        "portal_" + port)::answer);
                return new PortalServer(server, chats);
            } catch (IOException e) {
                chats.close();
                throw e;
            }
        }
    }

    /** {@return where a browser on this machine finds it} */
    public URI address() {
        InetAddress at = server.address().getAddress();
        String host = at instanceof Inet6Address ? "[::1]" : "127.0.0.1";
        if (!at.isLoopbackAddress() && !at.isAnyLocalAddress()) {
            host = at instanceof Inet6Address ? "[" + at.getHostAddress() + "]" : at.getHostAddress();
        }
        return URI.create("http://" + host + ":" + server.address().getPort() + "/");
    }

    /** Stops at once. The gateway stays open. */
    @Override
    public void close() {
        server.close();
        chats.close();
    }
}
