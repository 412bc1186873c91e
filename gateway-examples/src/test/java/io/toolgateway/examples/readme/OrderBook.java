package io.toolgateway.examples.readme;

import io.toolgateway.tool.ToolResult;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The back end behind the README's examples: one order of 900 dollars. */
final class OrderBook {

    private final List<String> refunds = new ArrayList<>();
    private final Map<String, ToolResult> byKey = new HashMap<>();
    private int version = 1;

    boolean isOwnedBy(String order, String user) {
        return order.equals("ORD-12345") && user.equals("sarah");
    }

    String status(String order) {
        return "delivered";
    }

    BigDecimal total(String order) {
        return new BigDecimal("900");
    }

    String etag(String order) {
        return order + "/" + version;
    }

    void editByHand() {
        version++;
    }

    ToolResult refund(String order, BigDecimal amount, String key, @Nullable String etag) {
        if (byKey.containsKey(key)) {
            return byKey.get(key);
        }
        if (!etag(order).equals(etag)) {
            return ToolResult.stale("order");
        }
        refund(order, amount);
        ToolResult result = ToolResult.success().withMessage(amount + " dollars of " + order + " are refunded.");
        byKey.put(key, result);
        return result;
    }

    void refund(String order, BigDecimal amount) {
        refunds.add(order + " " + amount);
    }

    List<String> refunds() {
        return refunds;
    }
}
