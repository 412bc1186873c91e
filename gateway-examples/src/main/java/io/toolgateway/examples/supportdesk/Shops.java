package io.toolgateway.examples.supportdesk;

import io.toolgateway.caller.TenantId;
import io.toolgateway.tool.Call;
import java.util.Map;

/** The back ends by tenant: a tool never reaches into another tenant's. */
final class Shops {

    private static final Shop EMPTY = new Shop(Map.of());

    private final Map<TenantId, Shop> shops;

    Shops(Map<TenantId, Shop> shops) {
        this.shops = Map.copyOf(shops);
    }

    Shop of(Call call) {
        return shops.getOrDefault(call.caller().tenant(), EMPTY);
    }

    /** The retailer as every story finds it. */
    static Shop retailer() {
        Shop shop = new Shop(Map.of("SKU-1001", 42L));
        shop.orders().add("ORD-12345", "user_456", "99.99", "pending", null);
        shop.orders().add("ORD-20300", "user_457", "300.00", "shipped", "TRK-20300");
        shop.orders().add("ORD-20900", "user_457", "900.00", "delivered", "TRK-20900");
        shop.orders().add("ORD-20120", "user_458", "120.00", "delivered", "TRK-20120");
        shop.orders().add("ORD-30000", "user_458", "80.00", "refunded", null);
        shop.orders().add("ORD-41000", "cust_acme", "1250.00", "shipped", "TRK-41000");
        shop.accounts().add("user_456", "sarah@example.com");
        shop.accounts().add("user_457", "tom@example.com");
        shop.accounts().add("cust_acme", "office@acme.example");
        shop.subscriptions().add("user_456", "annual_pro");
        shop.subscriptions().add("user_457", "annual_pro");
        shop.subscriptions().add("cust_acme", "annual_pro");
        return shop;
    }

    /** Another company's, which shares nothing but the gateway. */
    static Shop otherCompany() {
        Shop shop = new Shop(Map.of("SKU-2002", 7L));
        shop.orders().add("ORD-50001", "user_900", "640.00", "delivered", "TRK-50001");
        shop.subscriptions().add("user_900", "annual_pro");
        return shop;
    }
}
