package io.toolgateway.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("P4")
class FormatsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "date|2024-02-29 2026-12-31|2023-02-29 2026-13-01 2026-1-1 26-01-01 2026-01-01Z ２０２６-01-01",
                "time|23:59:59Z 08:30:06.283185+05:30 23:59:60Z 15:59:60-08:00|24:00:00Z 12:00:00 12:00Z 22:59:60Z 12:00:61Z",
                "date-time|2026-11-21T09:25:00Z 1998-12-31T23:59:60Z 1985-04-12t23:20:50.52z|2026-11-21_09:25:00Z 2026-11-21T09:25:00"
                        + " 2026-02-30T00:00:00Z 1998-12-31T23:58:60Z",
                "duration|P3Y6M4DT12H30M5S P4W PT36H P1D|P P1YT P2D1Y 1D P1 PT P1W1D P0.5Y",
                "email|joe@example.com te.s+t@sub.example.org ~x@e.co \"a@b\"@example.com u@[127.0.0.1] u@[IPv6:::1]|"
                        + "joe example.com @example.com joe@ .a@b.co a.@b.co a..b@c.co a@-b.co u@[127.0.0.300] a@b@c.co",
                "hostname|www.example.com a-b.c1 localhost xn--nxasmq6b|-a.com a-.com a_b.com a..b .a ab--cd.com",
                "ipv4|0.0.0.0 255.255.255.255 192.168.0.1|256.1.1.1 1.2.3 1.2.3.4.5 01.2.3.4 1.2.3.x ١.2.3.4 1.2.3.4/24",
                "ipv6|::1 :: 2001:db8::8a2e:370:7334 1:2:3:4:5:6:7:8 ::ffff:1.2.3.4 1::|12345:: 1:2:3:4:5:6:7:8:9 1::2::3 :1 1: ::1.2.3"
                        + " fe80::a%eth1 1:2:3:4:5:6:7 1.2.3.4::1 1:2:3:4:5:6:7:8::",
                "uri|http://foo.bar/?baz=qux#quux urn:uuid:1 mailto:a@b.co|//foo.bar/x /abc \\\\share abc http://a{b} http:// "
                        + "http://é.com bar,,//x",
                "uri-reference|/abc ../x?y#z #a http://foo.bar/|\\\\share %zz",
                "uuid|2EB8AA08-aa98-11ea-b4aa-73b441d16380|2eb8aa08-aa98-11ea-b4aa-73b441d1638 2eb8aa08aa9811eab4aa73b441d16380"
                        + " 2eb8aa08-aa98-11ea-b4aa-73b441d1638g",
                "json-pointer|/foo/0 /a~1b/m~0n /|foo /~2 #/a /~",
                "relative-json-pointer|1 0/foo 2# 0|/foo -1 01 0##"
            })
    void textsFitTheirFormatOrDoNot(String format, String fitting, String failing) {
        for (String text : fitting.split(" ")) {
            assertThat(Formats.known().get(format)).as(text).accepts(text);
        }
        for (String text : failing.split(" ")) {
            assertThat(Formats.known().get(format)).as(text).rejects(text);
        }
        assertThat(Formats.known().get(format)).rejects("\n", "a b");
    }
}
