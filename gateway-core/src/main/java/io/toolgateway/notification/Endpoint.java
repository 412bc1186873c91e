package io.toolgateway.notification;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where a channel posts to, checked against internal networks (THREATS A16): what can be seen of the URL when the channel is built, and
 * the addresses of its name at each delivery. Its text is a secret: an incoming webhook's URL is all that is needed to post to it.
 *
 * @param host a name, or an address as a number, without the brackets
 * @param port the port
 * @param target path and query, as they stand in the request
 * @param isTls whether over TLS
 * @param mayBeInternal whether addresses that are not public are taken
 * @param resolver finds the addresses of a name
 */
record Endpoint(String host, int port, String target, boolean isTls, boolean mayBeInternal, Resolver resolver) {

    private static final int HTTPS = 443;
    private static final int HTTP = 80;
    private static final int HIGHEST_PORT = 65_535;

    /** Four decimal numbers; whatever else ends in a number is an address to some and a name to others. */
    private static final Pattern DOTTED = Pattern.compile("(?:(?:0|[1-9][0-9]{0,2})\\.){3}(?:0|[1-9][0-9]{0,2})");

    private static final Pattern ENDS_IN_A_NUMBER = Pattern.compile("(?:.*\\.)?(?:[0-9]+|0x[0-9a-f]*)\\.?");
    private static final Pattern NAME =
            Pattern.compile("(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");
    private static final int LONGEST_NAME = 253;
    private static final int HIGHEST_BYTE = 255;

    /** Finds the addresses of a name. */
    @FunctionalInterface
    interface Resolver {

        /** The name servers of the platform. */
        Resolver OF_THE_PLATFORM = InetAddress::getAllByName;

        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    /** What may be posted to. */
    record Rules(boolean mayBePlain, boolean mayBeInternal, Resolver resolver) {

        static final Rules SAFE = new Rules(false, false, Resolver.OF_THE_PLATFORM);

        Rules plain() {
            return new Rules(true, mayBeInternal, resolver);
        }

        Rules internal() {
            return new Rules(mayBePlain, true, resolver);
        }

        Rules resolvedBy(Resolver other) {
            return new Rules(mayBePlain, mayBeInternal, other);
        }
    }

    /**
     * Checks a URL.
     *
     * @throws IllegalArgumentException says what is wrong with it, without the URL
     */
    static Endpoint of(URI url, Rules rules) {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        boolean isTls = scheme.equals("https");
        if (!isTls && !(scheme.equals("http") && rules.mayBePlain())) {
            throw new IllegalArgumentException("a channel posts to an https URL; call allowingPlainHttp() for http");
        }
        if (url.getRawUserInfo() != null || url.getRawFragment() != null) {
            throw new IllegalArgumentException("a channel's URL has no user and no fragment");
        }
        if (url.getHost() == null) {
            throw new IllegalArgumentException("a channel's URL names a host, in ASCII");
        }
        int port = url.getPort() < 0 ? (isTls ? HTTPS : HTTP) : url.getPort();
        if (port == 0 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException("a channel's URL has a port from 1 to 65535");
        }
        Endpoint endpoint = new Endpoint(
                host(url.getHost().toLowerCase(Locale.ROOT)),
                port,
                target(url),
                isTls,
                rules.mayBeInternal(),
                rules.resolver());
        if (endpoint.isAddress()) {
            endpoint.requireAllowed(PublicAddresses.literal(endpoint.host()));
        }
        return endpoint;
    }

    private static String host(String host) {
        if (host.startsWith("[")) {
            String inner = host.substring(1, host.length() - 1);
            if (inner.contains("%")) {
                throw new IllegalArgumentException("a channel's address has no zone");
            }
            return inner;
        }
        if (ENDS_IN_A_NUMBER.matcher(host).matches()) {
            return dotted(host);
        }
        if (!NAME.matcher(host).matches() || host.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("a channel's URL names a host, in ASCII");
        }
        return host;
    }

    private static String dotted(String host) {
        boolean isAddress = DOTTED.matcher(host).matches();
        for (String part : isAddress ? host.split("\\.", -1) : new String[0]) {
            isAddress &= Integer.parseInt(part) <= HIGHEST_BYTE;
        }
        if (!isAddress) {
            throw new IllegalArgumentException("a channel's address is four decimal numbers, or one of IPv6");
        }
        return host;
    }

    private static String target(URI url) {
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        String target = url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
        if (!target.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            throw new IllegalArgumentException("a channel's URL is in ASCII");
        }
        return target;
    }

    private boolean isAddress() {
        return host.contains(":") || ENDS_IN_A_NUMBER.matcher(host).matches();
    }

    /**
     * Where to connect to now. All addresses of the name must be allowed: one that is not says that somebody plays with the name.
     *
     * @throws IOException if the name has none, or one that is not allowed
     */
    List<InetAddress> addresses() throws IOException {
        InetAddress[] found = isAddress() ? new InetAddress[] {PublicAddresses.literal(host)} : resolver.resolve(host);
        if (found.length == 0) {
            throw new UnknownHostException("the name has no address");
        }
        for (InetAddress address : found) {
            if (!isAllowed(address)) {
                throw new IOException("the name leads to an address that is not public");
            }
        }
        return List.of(found);
    }

    private void requireAllowed(InetAddress address) {
        if (!isAllowed(address)) {
            throw new IllegalArgumentException(
                    "a channel's address is public; call allowingInternalAddresses() for others");
        }
    }

    private boolean isAllowed(InetAddress address) {
        return mayBeInternal || PublicAddresses.contain(address);
    }

    /** What stands in the header Host. */
    String authority() {
        String name = host.contains(":") ? "[" + host + "]" : host;
        return port == (isTls ? HTTPS : HTTP) ? name : name + ":" + port;
    }

    /** The host alone: the rest is a secret. */
    @Override
    public String toString() {
        return (isTls ? "https://" : "http://") + authority();
    }
}
