package io.toolgateway.examples.supportdesk;

import io.toolgateway.tool.Tool;
import io.toolgateway.tool.ToolResult;
import java.util.Map;

/** What can be asked of the warehouse. */
final class StockTools {

    private final Shops shops;

    StockTools(Shops shops) {
        this.shops = shops;
    }

    Tool checkInventory() {
        return Tool.named("check_inventory")
                .describedAs("Tells how many pieces of a product are in stock.")
                .arguments("""
                        {"type": "object",
                         "properties": {"sku": {"type": "string", "pattern": "^SKU-[0-9]{4}$"}},
                         "required": ["sku"], "additionalProperties": false}""")
                .readOnly()
                .callableBy("support_agent", "supervisor")
                .handledBy(call ->
                        ToolResult.success(Map.of("in_stock", shops.of(call).inStock(call.text("sku")))));
    }
}
