package io.toolgateway.notification;

import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which addresses lie on the public internet, by IANA's registries of special-purpose addresses (RFC 6890) and of IPv6 unicast: of IPv6
 * only what is handed out (2000::/3), without what leads to IPv4 or to tests. An IPv4-mapped address is one of IPv4 to the platform.
 */
final class PublicAddresses {

    private static final int BITS_OF_A_BYTE = 8;

    private static final List<Block> NOT_PUBLIC_4 = blocks(
            "0.0.0.0/8", // this network
            "10.0.0.0/8", // private
            "100.64.0.0/10", // behind a carrier's NAT
            "127.0.0.0/8", // loopback
            "169.254.0.0/16", // link-local, the clouds' metadata among it
            "172.16.0.0/12", // private
            "192.0.0.0/24", // protocol assignments
            "192.0.2.0/24", // documentation
            "192.31.196.0/24", // AS112
            "192.52.193.0/24", // AMT
            "192.88.99.0/24", // relays of 6to4
            "192.168.0.0/16", // private
            "192.175.48.0/24", // AS112
            "198.18.0.0/15", // benchmarks
            "198.51.100.0/24", // documentation
            "203.0.113.0/24", // documentation
            "224.0.0.0/4", // multicast
            "240.0.0.0/4"); // reserved, and broadcast

    private static final Block HANDED_OUT_6 = Block.of("2000::/3");

    private static final List<Block> NOT_PUBLIC_6 = blocks(
            "2001::/23", // protocol assignments, Teredo among them
            "2001:db8::/32", // documentation
            "2002::/16", // 6to4
            "3fff::/20"); // documentation

    private PublicAddresses() {}

    static boolean contain(InetAddress address) {
        return address instanceof Inet4Address
                ? NOT_PUBLIC_4.stream().noneMatch(block -> block.contains(address))
                : HANDED_OUT_6.contains(address) && NOT_PUBLIC_6.stream().noneMatch(block -> block.contains(address));
    }

    private static List<Block> blocks(String... texts) {
        return Stream.of(texts).map(Block::of).toList();
    }

    private record Block(BigInteger first, int bits, int length) {

        static Block of(String text) {
            String[] parts = text.split("/", 2);
            byte[] bytes = literal(parts[0]).getAddress();
            return new Block(new BigInteger(1, bytes), Integer.parseInt(parts[1]), bytes.length * BITS_OF_A_BYTE);
        }

        /** Of addresses of the same kind. */
        boolean contains(InetAddress address) {
            int free = length - bits;
            return new BigInteger(1, address.getAddress()).shiftRight(free).equals(first.shiftRight(free));
        }
    }

    /** An address as a number: nothing is asked of any name server. */
    static InetAddress literal(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (java.net.UnknownHostException e) {
            throw new IllegalArgumentException("no address", e);
        }
    }
}
