package io.toolgateway.examples.portal.web;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is asked of every request before anybody looks at its body. Whether its token is that of its session is asked later.
 *
 * <p>The host must be one of ours, so that a name that was bound to this address reads nothing (DNS rebinding). A POST must come
 * from a page of ours, by the browser's own word, and carry JSON, which no form of another site can send unasked.
 */
final class RequestRules {

    private static final String ALLOWED = "GET, HEAD, POST";
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST");
    private static final Set<String> JSON = Set.of("application/json", "application/json;charset=utf-8");
    private static final Set<String> OWN_DATA = Set.of("same-origin", "none");

    private final Set<String> hosts;

    /** Takes hosts as they stand in the header, with a port unless it is 80. */
    RequestRules(Set<String> hosts) {
        this.hosts = Set.copyOf(hosts);
    }

    /** The names of a server that only its own machine reaches. */
    static Set<String> localHosts(int port) {
        Set<String> hosts = new TreeSet<>();
        for (String name : List.of("127.0.0.1", "localhost", "[::1]")) {
            hosts.add(name + ":" + port);
            if (port == 80) {
                hosts.add(name);
            }
        }
        return hosts;
    }

    /** Why a request is not looked at any further; empty if nothing speaks against it so far. */
    Optional<WebReply> refusal(String method, String path, Map<String, List<String>> headers) {
        if (!METHODS.contains(method)) {
            return refused(405, "method_not_allowed", "Only " + ALLOWED + ".")
                    .map(reply -> reply.with("Allow", ALLOWED));
        }
        String host = only(headers, "host");
        if (!hosts.contains(host)) {
            return refused(421, "unknown_host", "This server does not answer for that name.");
        }
        if (method.equals("POST")) {
            return refusalOfPost(host, headers);
        }
        boolean isForeign = path.startsWith("/api/") && headers.containsKey("sec-fetch-site") && !isOwnFetch(headers);
        return isForeign ? refused(403, "other_site", "Data is given to pages of this site only.") : Optional.empty();
    }

    private static Optional<WebReply> refusalOfPost(String host, Map<String, List<String>> headers) {
        if (!only(headers, "origin").equals("http://" + host)) {
            return refused(403, "other_origin", "This did not come from a page of this site.");
        } else if (headers.containsKey("sec-fetch-site")
                && !only(headers, "sec-fetch-site").equals("same-origin")) {
            return refused(403, "other_site", "This did not come from a page of this site.");
        } else if (!JSON.contains(only(headers, "content-type").replace(" ", "").toLowerCase(Locale.ROOT))) {
            return refused(415, "not_json", "The body has to be JSON.");
        }
        return Optional.empty();
    }

    private static boolean isOwnFetch(Map<String, List<String>> headers) {
        return OWN_DATA.contains(only(headers, "sec-fetch-site"));
    }

    /** A header that stands there once; else a text that equals none. */
    private static String only(Map<String, List<String>> headers, String name) {
        List<String> values = headers.getOrDefault(name, List.of());
        return values.size() == 1 ? values.get(0) : "";
    }

    private static Optional<WebReply> refused(int status, String code, String message) {
        return Optional.of(WebReply.refused(status, code, message));
    }
}
