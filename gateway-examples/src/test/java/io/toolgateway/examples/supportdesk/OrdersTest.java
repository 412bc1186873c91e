package io.toolgateway.examples.supportdesk;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class OrdersTest {

    private static final String KEY = "0123456789abcdef0123456789abcdef";

    private final List<String> journal = new ArrayList<>();
    private final Orders orders = new Orders(journal::add);

    OrdersTest() {
        orders.add("ORD-1", "tom", "300.00", "shipped", null);
    }

    @Test
    @Tag("P10")
    void theSameKeyRefundsOnceAndGivesTheSameRefund() {
        String etag = orders.get("ORD-1").etag();

        assertThat(orders.refund("ORD-1", BigDecimal.TEN, KEY, etag)).hasValue("REF-789");
        assertThat(orders.refund("ORD-1", BigDecimal.TEN, KEY, etag)).hasValue("REF-789");
        assertThat(journal).hasSize(1);
    }

    @Test
    @Tag("E3")
    void anotherVersionRefundsNothing() {
        String etag = orders.get("ORD-1").etag();
        orders.editByHand("ORD-1", "exchanged");

        assertThat(orders.refund("ORD-1", BigDecimal.TEN, KEY, etag)).isEmpty();
        assertThat(orders.get("ORD-1").status()).isEqualTo("exchanged");
        assertThat(journal).hasSize(1);
    }
}
